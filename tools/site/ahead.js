// On a page to read: what Python needs is fetched into the browser's cache once a reader turns to a link that runs it, or has
// read for a while on a large screen, where nobody asked to save data.

const WHILE = 10_000; // milliseconds

function fetchAhead() {
  for (const file of FILES.splice(0)) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href: `live/${file}` }));
  }
}

for (const link of document.querySelectorAll('a[href^="live/"]')) {
  for (const turned of ["pointerenter", "focus"]) link.addEventListener(turned, fetchAhead, { once: true });
}
if (matchMedia("(min-width: 60rem)").matches && !navigator.connection?.saveData) setTimeout(fetchAhead, WHILE);
