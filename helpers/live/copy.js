// A button that copies the line of Python under the figure's picture. It acts in the browser, in the click itself: browsers
// let a page write to the clipboard only then. Where there is no clipboard (a page neither local nor https), the line is
// shown, selected, to be copied by hand.

function render({ el }) {
  const button = document.createElement("button");
  button.className = "lm-Widget jupyter-widgets jupyter-button widget-button";
  button.title = "copy the line of Python that makes this figure as it stands";
  button.textContent = "copy settings";
  const line = document.createElement("input");
  line.readOnly = true;
  line.hidden = true;
  line.setAttribute("aria-label", "the settings");
  el.classList.add("sgd-copy");
  el.append(button, line);

  button.addEventListener("click", async () => {
    line.value = el.closest(".sgd-app").querySelector(".sgd-picture").dataset.cell;
    line.hidden = false;
    line.focus();
    line.select();
    try {
      await navigator.clipboard.writeText(line.value);
      button.textContent = "copied";
    } catch {
      button.textContent = document.execCommand("copy") ? "copied" : "press Ctrl+C";
    }
  });
  line.addEventListener("blur", () => {
    line.hidden = true;
    button.textContent = "copy settings";
  });
}

export default { render };
