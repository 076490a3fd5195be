"use strict";
/** Search: texts folded sign for sign, words with their synonyms, a score for each programme. */
const find = (() => {
  const WEIGHTS = { name: 8, kind: 5, area: 3, summary: 3, services: 2, benefits: 2 };
  let table = new Map(), signs = /[]/gu, texts = [], terms = [], cards = [];

  /** The form in which texts are compared: as long as the text, so that a place in one is a place in the other. */
  const fold = (text) => text.replace(signs, (sign) => table.get(sign));
  const plain = (query) => fold(query.normalize("NFKC").toLowerCase());

  function prepare(data) {
    table = new Map([...data.fold.from].map((sign, at) => [sign, data.fold.to[at]]));
    signs = new RegExp(`[${[...table.keys()].join("").replace(/[\\\]^-]/g, "\\$&")}]`, "gu");
    if (!table.size) signs = /(?!)/gu;
    terms = data.terms;
    cards = data.cards;
    texts = new Array(cards.length);
  }
  function textsOf(at) {
    if (!texts[at]) {
      texts[at] = cards[at].texts.map(([field, source]) => ({ field, source, text: fold(source), weight: WEIGHTS[field] || 1 }));
      texts[at].whole = texts[at].map((each) => each.text).join("\n");
    }
    return texts[at];
  }
  /** Fold what was not yet, a little at a time, so that the first letter typed need not wait. */
  function warm(at = 0) {
    const until = performance.now() + 8;
    while (at < cards.length && performance.now() < until) { textsOf(at); at += 1; }
    if (at < cards.length) setTimeout(warm, 0, at);
  }

  /** The words of a query: each a list of alternatives, and each of these a list of parts that must all occur. */
  function words(query) {
    return plain(query).trim().split(/\s+/u).filter(Boolean).map((word) => {
      const same = terms.filter(([chinese, english]) => chinese.includes(word) || english.includes(word)).flatMap(([chinese]) => chinese);
      const alternatives = [{ parts: [word], worth: 1 }, ...same.filter((each) => each !== word).map((each) => ({ parts: [each], worth: 0.5 }))];
      const inside = terms.map(([chinese]) => chinese.filter((each) => each.length > 1 && each !== word && word.includes(each))).filter((each) => each.length);
      if (inside.length && !same.length) alternatives.push({ needs: split(word, inside), worth: 0.4 });
      return alternatives;
    });
  }
  /** 外銷補助 that nobody prints: what means 外銷 and what means 補助, and whatever else of two signs is left. */
  function split(word, inside) {
    let rest = word;
    const needs = inside.map((each) => {
      const longest = each.reduce((a, b) => (b.length > a.length ? b : a));
      rest = rest.replace(longest, " ");
      return terms.find(([chinese]) => chinese.includes(longest))[0];
    });
    return [...needs, ...rest.split(" ").filter((each) => each.length > 1).map((each) => [each])];
  }
  const better = (a, b) => (b && (!a || b.score > a.score) ? b : a);
  function hit(own, part, worth) {
    let best = null;
    if (!own.whole.includes(part)) return null;
    for (const each of own) if (each.weight * worth > (best?.score || 0) && each.text.includes(part)) best = { score: each.weight * worth, each, part };
    return best;
  }
  function ofWord(own, alternatives) {
    let best = null;
    for (const { parts, needs, worth } of alternatives) {
      if (best && best.score >= 8 * worth) continue;
      if (parts) { best = better(best, hit(own, parts[0], worth)); continue; }
      const met = needs.map((need) => need.reduce((found, part) => better(found, hit(own, part, worth)), null));
      if (met.every(Boolean)) best = better(best, met.reduce(better, null));
    }
    return best;
  }
  /** The score of a programme and its first hit; null where some word is nowhere in it. */
  function score(at, asked) {
    let total = 0, first = null;
    for (const word of asked) {
      const best = ofWord(textsOf(at), word);
      if (!best) return null;
      total += best.score;
      first ||= best;
    }
    return { total, first };
  }
  /** Words of programmes and terms that share most pairs of signs with a query. */
  function near(query, most = 5) {
    const joined = plain(query).replace(/\s+/gu, "");
    const own = (text) => new Set([...text].map((sign, at, list) => sign + (list[at + 1] || "")).slice(0, -1).concat([...text]));
    const wanted = own(joined);
    const known = new Set([...terms.flatMap(([chinese]) => chinese.slice(0, 1)), ...cards.flatMap((card) => [card.name, ...card.kinds])]);
    return [...known].map((word) => {
      const signs_ = own(fold(word));
      let shared = 0;
      for (const each of wanted) if (signs_.has(each)) shared += each.length;
      return { word, shared: shared / Math.sqrt(signs_.size || 1) };
    }).filter((each) => each.shared > 0).sort((a, b) => b.shared - a.shared).slice(0, most).map((each) => each.word);
  }
  return { prepare, warm, words, score, near };
})();
