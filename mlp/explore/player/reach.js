// Numbers of the picture that have a field: a click on one leads to its field.

/** `marks` are those of the figure, `fields` the elements of its number fields, by name. */
export function leadToFields(root, marks, fields) {
  marks.forEach(({ name }, i) => {
    const field = fields.get(name);
    if (!field) return;
    for (const group of root.querySelectorAll(`[data-mark="${i}"]`)) {
      group.classList.add("has-field");
      group.onclick = () => {
        const folded = field.closest("details"), input = field.querySelector("input");
        if (folded) folded.open = true;
        input.focus();
        input.select();
      };
    }
  });
}
