// Builds what the page shows. Data only ever becomes text, so markup that somebody typed into a form is shown, not run.

/** An element; `on` holds listeners, names with a dash and `role` become attributes, the rest properties. Absent children are left out. */
export function element(tag, { on = {}, ...given } = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (name.includes('-') || name === 'role') node.setAttribute(name, value);
    else node[name] = value;
  }
  for (const [type, listener] of Object.entries(on)) node.addEventListener(type, listener);
  node.append(...present(children));
  return node;
}

export function fill(node, ...children) {
  node.replaceChildren(...present(children));
}

/** A definition list of the pairs whose value is known. */
export function facts(pairs) {
  const known = pairs.filter(([, value]) => ![undefined, null, false, ''].includes(value));
  const rows = known.map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value)),
  );
  return element('dl', {}, ...rows);
}

/** A state or status as a small label, coloured by its name. */
export function chip(word) {
  return element('span', { className: `chip chip-${word}` }, word);
}

function present(children) {
  return children.flat().filter((child) => child !== undefined && child !== null && child !== '');
}
