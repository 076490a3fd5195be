"use strict";
/** Whether a programme fits an applicant, as ``pipeline/catalogue/eligibility.py`` says it. */
const fit = (() => {
  const ORDER = ["fits", "ask", "not"];
  const worse = (a, b) => ORDER.indexOf(a) - ORDER.indexOf(b);

  function compared({ comparison, value }, told) {
    if (told === null || told === undefined || value === undefined) return "ask";
    const holds = { at_most: told <= value, less_than: told < value, at_least: told >= value, more_than: told > value }[comparison];
    return holds === undefined ? "ask" : holds ? "fits" : "not";
  }
  function oneOf(values, kind, sure, perhaps) {
    if (values.some((each) => (sure[each] || []).includes(kind))) return "fits";
    const known = values.every((each) => each in sure || each in perhaps);
    return known && !values.some((each) => (perhaps[each] || []).includes(kind)) ? "not" : "ask";
  }
  function registered({ comparison, values = [] }, kind, rules) {
    if (!rules.businesses.includes(kind)) return kind === "natural_person" ? "not" : "ask";
    if (!values.length) return "fits";
    if (comparison === "one_of") return oneOf(values, kind, rules.registered, rules.mayRegister);
    if (comparison !== "all_of") return "ask";
    return values.map((each) => oneOf([each], kind, rules.registered, rules.mayRegister)).sort(worse).at(-1);
  }
  function answer(condition, who, rules) {
    const { kind, comparison, values = [] } = condition;
    if (rules.numbers.includes(kind)) return compared(condition, who[kind]);
    if (kind === "applicant" && comparison === "one_of" && who.kind) return oneOf(values, who.kind, rules.is, rules.mayBe);
    if (kind === "registration" && who.kind) return registered(condition, who.kind, rules);
    if (kind === "location" && comparison === "one_of" && who.region) return values.includes("TW") || values.includes(who.region) ? "fits" : "not";
    return "ask";
  }
  function judged(conditions, who, rules) {
    const also = conditions.filter((each) => rules.reminders.includes(each.kind));
    const needs = new Map();
    conditions.forEach((each, at) => {
      if (rules.reminders.includes(each.kind)) return;
      const key = each.any === undefined ? `alone ${at}` : each.any;
      needs.set(key, [...(needs.get(key) || []), each]);
    });
    const found = { fits: [], ask: [], not: [] };
    for (const need of needs.values()) {
      const met = need.map((each) => {
        const said = answer(each, who, rules);
        return [each, each.some && said === "not" ? "ask" : said];
      });
      const best = met.map(([, said]) => said).sort(worse)[0];
      found[best].push(...met.filter(([, said]) => said === best).map(([each]) => each));
    }
    const worst = found.not.length ? "not" : found.ask.length || !found.fits.length ? "ask" : "fits";
    return { answer: worst, because: found[worst], also };
  }
  /** ``{answer, because, also}`` for a card of the list. */
  function verdict(card, who, rules) {
    const common = card.conditions.filter((each) => each.service === undefined);
    const found = [];
    for (let service = 0; service < card.services; service += 1) {
      found.push(judged([...common, ...card.conditions.filter((each) => each.service === service)], who, rules));
    }
    return found.reduce((best, each) => (worse(each.answer, best.answer) < 0 ? each : best));
  }
  return { verdict, ORDER };
})();
