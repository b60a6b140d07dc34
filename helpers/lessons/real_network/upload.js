// A file input whose look is a button. The size is known before anything is read: a file that is too large for one message
// to the kernel is refused here.

function render({ model, el }) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  label.className = "lm-Widget jupyter-widgets jupyter-button widget-button sgd-upload";
  label.textContent = "your own CSV";
  label.title = "a table of yours, one line a row; it is read here and sent nowhere else";
  label.style.cssText = "width: 120px; cursor: pointer";
  input.type = "file";
  input.accept = ".csv,.tsv,.tab,.txt,.dat,text/csv";
  input.setAttribute("aria-label", "your own CSV");
  input.style.cssText = "position: absolute; width: 1px; height: 1px; opacity: 0";
  label.append(input);
  el.append(label);

  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    model.set("refused", "");
    const most = model.get("most");
    if (file.size > most) {
      const size = Math.round(file.size / 1e6);
      model.set(
        "refused",
        `${file.name} has ${size} MB, and a browser hands over at most ${most / 1e6} MB. ` +
          "Put it beside this notebook and type its name, or cut it to fewer rows.",
      );
    } else {
      model.set("name", file.name);
      model.set("content", new DataView(await file.arrayBuffer()));
      model.set("sent", model.get("sent") + 1);
    }
    model.save_changes();
    input.value = ""; // the same file may be chosen again
  });
}

export default { render };
