/* JupyterLab's keys act on whatever has the focus: those that move a slider or press a button belong to it alone. */
if (!window.figuresKeepKeys) {
  window.figuresKeepKeys = true;
  window.addEventListener("keydown", (event) => {
    const own = event.target.closest?.(".ag-figure :is(input, button)");
    const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
    own?.toggleAttribute("data-lm-suppress-shortcuts", plain && /^(Arrow|Page|Home$|End$|Enter$| $)/.test(event.key));
  }, true);
}
