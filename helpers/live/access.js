// What the controls of ipywidgets lack: names and values in words for a screen reader, numbers that can be typed, plain keys,
// and, on a page whose kernel is gone, a line that says so.

const REST = 700; // milliseconds without a new frame, before its words are told
const KERNEL_GONE = "The kernel of this figure is gone: run this cell again.";

const set = (element, name, value) => {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
};

function render({ model, el }) {
  const said = document.createElement("div");
  said.className = "sgd-said";
  said.setAttribute("aria-live", "polite");
  el.classList.add("sgd-access");
  el.append(said);

  let app = null;
  let told = null; // the words that were told last, at first those of the first picture
  let timer = null;
  let before = ""; // what a readout said when the reader began to type into it

  function nameSliders() {
    for (const handle of app.querySelectorAll(".noUi-handle")) {
      const slider = handle.closest(".widget-slider");
      const readout = slider.querySelector(".widget-readout");
      const name = slider.querySelector(".widget-label").textContent;
      set(handle, "aria-label", name);
      set(handle, "aria-valuetext", readout.textContent);
      set(readout, "role", "textbox");
      set(readout, "aria-label", `${name}, as a number`);
    }
    for (const button of app.querySelectorAll(".widget-toggle-button")) {
      set(button, "aria-pressed", String(button.classList.contains("mod-active")));
    }
  }

  function tellWords() {
    const words = app.querySelector(".sgd-picture figcaption")?.textContent;
    if (!words) return;
    told ??= words;
    clearTimeout(timer);
    if (words === told) return;
    timer = setTimeout(() => {
      said.textContent = told = words;
    }, REST);
  }

  function tellKernel() {
    const gone = app.classList.contains("jupyter-widgets-disconnected");
    app.classList.toggle("sgd-gone", gone);
    app.style.setProperty("--sgd-gone", JSON.stringify(KERNEL_GONE));
    if (gone) said.textContent = KERNEL_GONE;
    else if (said.textContent === KERNEL_GONE) said.textContent = "";
  }

  const label = (readout) => readout.parentElement.querySelector(".widget-label").textContent;
  const typed = (target) => target.matches?.(".widget-readout") && model.get("choices").includes(label(target));

  function begin({ target }) {
    if (typed(target)) before = target.textContent;
  }

  // The readout says again what the slider says; the kernel moves the slider where it allows the number.
  function end({ target }) {
    if (!typed(target) || target.textContent === before) return;
    model.send({ label: label(target), text: target.textContent });
    target.textContent = before;
  }

  function enter(event) {
    if (event.key !== "Enter" || !typed(event.target)) return;
    event.preventDefault();
    event.target.blur();
  }

  // Plain keys belong to the figure's controls, keys with Ctrl and the like to JupyterLab, which would otherwise take
  // the arrows of the menu and the Enter of a button. This runs before its own listener, which is on the document.
  // Escape leads out of the figure to its cell, where arrows go from cell to cell.
  function keepKeys(event) {
    if (!app.contains(event.target)) return;
    if (event.key === "Escape") app.closest(".jp-Cell")?.focus();
    const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.key === "Escape");
    event.target.toggleAttribute("data-lm-suppress-shortcuts", plain);
  }

  const changes = new MutationObserver(() => {
    nameSliders();
    tellWords();
  });
  const kernel = new MutationObserver(tellKernel);

  // The figure's other widgets stand on the page a little later than this one.
  function start() {
    app = el.closest(".sgd-app");
    if (!app) {
      waiting = requestAnimationFrame(start);
      return;
    }
    changes.observe(app, { subtree: true, childList: true, characterData: true, attributeFilter: ["aria-valuetext", "class"] });
    kernel.observe(app, { attributeFilter: ["class"] });
    app.addEventListener("focusin", begin);
    app.addEventListener("focusout", end);
    app.addEventListener("keydown", enter);
    window.addEventListener("keydown", keepKeys, true);
    nameSliders();
    tellWords();
    tellKernel();
  }
  let waiting = requestAnimationFrame(start);

  return () => {
    cancelAnimationFrame(waiting);
    clearTimeout(timer);
    changes.disconnect();
    kernel.disconnect();
    window.removeEventListener("keydown", keepKeys, true);
    app?.removeEventListener("focusin", begin);
    app?.removeEventListener("focusout", end);
    app?.removeEventListener("keydown", enter);
  };
}

export default { render };
