// In the head of a live page: Python begins to load before the page's program, which takes seconds, asks for it; a line says
// how far it is.

(() => {
  const PLAIN = window.Worker;
  const SAID = { python: "Python is loading …", course: "The course is loading …", ready: "Ready." };
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  line.style.cssText =
    "position:fixed;z-index:2000;right:1rem;bottom:1rem;margin:0;padding:.5rem .9rem;border-radius:.4rem;" +
    "background:#16263f;color:#fff;font:1rem/1.4 system-ui,sans-serif";

  function say(words) {
    line.textContent = words;
    line.hidden = !words;
  }

  // The kernel's worker, before the page's program makes it; it takes this one then. With threads it is another worker.
  function begin(address) {
    const early = new PLAIN(address, { type: "module" });
    say(SAID.python);
    early.addEventListener("message", ({ data }) => {
      if (!data?.sgdStage) return;
      say(SAID[data.sgdStage]);
      if (data.sgdStage === "ready") setTimeout(say, 3000, "");
    });
    early.addEventListener("error", () => say("Python could not be loaded: reload the page."));
    window.Worker = new Proxy(PLAIN, {
      construct(_, [url, options]) {
        const asked = String(url).includes("/comlink.worker.");
        if (asked) window.Worker = PLAIN;
        return asked ? early : new PLAIN(url, options);
      },
    });
  }

  // The look of the page until its own is there: without it a dark room is lit for seconds.
  const dark = document.createElement("style");
  dark.textContent = "@media screen and (prefers-color-scheme: dark) { html { background: #111 } }";
  document.head.append(dark);
  document.documentElement.dataset.sgdFigure = new URL("../../../figure.html", document.currentScript.src); // for its figures
  const opens = new URLSearchParams(location.search).has("path");
  if (!opens || crossOriginIsolated) return;
  begin(new URL("early.mjs", document.currentScript.src));
  document.addEventListener("DOMContentLoaded", () => document.body.append(line));
})();
