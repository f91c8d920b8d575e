// Adds the reader's own time to an instant, where their clock differs and the site does not know their zone.
const language = document.documentElement.lang || "en";

function told(at, timeZone) {
  const parts = new Intl.DateTimeFormat(language, {
    timeZone, hour: "numeric", minute: "2-digit", hour12: true, timeZoneName: "longGeneric",
  }).formatToParts(at);
  const part = (type) => parts.find((one) => one.type === type)?.value ?? "";
  const half = /^a/i.test(part("dayPeriod")) ? "a.m." : "p.m.";
  return {
    clock: `${part("hour")}:${part("minute")} ${half}`,
    zone: part("timeZoneName").replace(/ Time$/, " time"),
    day: new Intl.DateTimeFormat(language, { timeZone, dateStyle: "full" }).format(at),
  };
}

function addOwnTime(element) {
  const at = new Date(element.dateTime);
  const there = told(at, element.dataset.zone);
  const here = told(at, Intl.DateTimeFormat().resolvedOptions().timeZone);
  if (here.clock === there.clock && here.day === there.day) return;
  const time = here.day === there.day ? here.clock : `${here.day}, ${here.clock}`;
  const own = document.createElement("span");
  own.className = "instant__own";
  own.textContent = " " + element.dataset.ownTime.replace("%(time)s", time).replace("%(zone)s", here.zone);
  element.after(own);
}

document.querySelectorAll("time[data-own-time]").forEach(addOwnTime);
