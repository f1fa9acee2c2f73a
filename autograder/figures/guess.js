function (roots, name) {
  const wire = (root) => {
    if (root.dataset.wired) return;
    root.dataset.wired = "yes";
    if (root.closest(".jp-Cell")) root.querySelector(".ag-wait").textContent = root.querySelector(".ag-wait").dataset.held;
    const options = [...root.querySelectorAll("input")];
    const show = () => {
      const chosen = options.findIndex((option) => option.checked);
      root.querySelectorAll("[data-answer]").forEach((answer, i) => { answer.hidden = i !== chosen; });
      root.querySelector(".ag-wait").hidden = chosen >= 0;
      root.classList.toggle("ag-open", chosen < 0);
    };
    options.forEach((option, i) => option.addEventListener("change", () => {
      try { localStorage.setItem(name, i); } catch { /* then it is asked again next time */ }
      show();
    }));
    try { options[localStorage.getItem(name) ?? -1].checked = true; } catch { /* nothing is remembered */ }
    show();
  };
  roots.forEach(wire);
}
