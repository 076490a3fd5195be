"use strict";
/** Windows -> a calendar to download (iCalendar, RFC 5545): days as events, reminded of as in the calendars beside the page. */
const events = (() => {
  const REMINDERS = [14, 3], OCTETS = 73;
  const compact = (iso) => iso.replaceAll("-", "");
  const later = (iso, days) => new Date(Date.parse(iso) + days * 86400000).toISOString().slice(0, 10);
  const escaped = (text) => text.replace(/[\\;,]/gu, "\\$&").replace(/\s+/gu, " ");

  /** A line has at most 75 octets; what is longer goes on in the next, after a space. */
  function folded(line) {
    const parts = [""];
    let size = 0;
    for (const sign of line) {
      const octets = new TextEncoder().encode(sign).length;
      if (size + octets > OCTETS) { parts.push(""); size = 0; }
      parts[parts.length - 1] += sign;
      size += octets;
    }
    return parts.join("\r\n ");
  }
  /** At nine in the morning in Taiwan, some days before the last day, or before its month where it is approximate. */
  function alarms({ closes, vague, summary }) {
    const last = closes && (vague ? `${closes.slice(0, 8)}01` : closes);
    return last ? REMINDERS.flatMap((days) => [
      "BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${escaped(summary)}`,
      `TRIGGER;VALUE=DATE-TIME:${compact(later(last, -days))}T010000Z`, "END:VALARM",
    ]) : [];
  }
  function lines({ id, opens, closes, vague, summary, told }, stamp) {
    return [
      "BEGIN:VEVENT", `UID:${id}`, `DTSTAMP:${stamp}`,
      `DTSTART;VALUE=DATE:${compact(opens || closes)}`, `DTEND;VALUE=DATE:${compact(later(closes || opens, 1))}`,
      `SUMMARY:${escaped(summary)}`, `DESCRIPTION:${escaped(told)}`, "TRANSP:TRANSPARENT", `STATUS:${vague ? "TENTATIVE" : "CONFIRMED"}`,
      ...alarms({ closes, vague, summary }), "END:VEVENT",
    ];
  }
  /** The text of a calendar; each of ``found`` has ``id``, ``opens`` or ``closes`` (ISO days), ``vague``, ``summary``, ``told``. */
  function calendar(found, now = new Date()) {
    const stamp = `${compact(now.toISOString().slice(0, 19)).replaceAll(":", "")}Z`;
    const all = ["BEGIN:VCALENDAR", "PRODID:-//booklet//catalogue//ZH", "VERSION:2.0", ...found.flatMap((each) => lines(each, stamp)), "END:VCALENDAR"];
    return `${all.map(folded).join("\r\n")}\r\n`;
  }
  function download(found, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([calendar(found)], { type: "text/calendar" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
  return { calendar, download };
})();
