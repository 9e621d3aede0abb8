// Elements without a framework: h('button', { class: 'button', onclick }, 'Text').

const properties = new Set(['value', 'checked', 'disabled', 'hidden', 'selected', 'indeterminate', 'htmlFor', 'open', 'multiple', 'readOnly']);

/** An element with attributes, listeners (`on…`) and children; null, undefined and false are left out. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  let value;
  for (const [name, given] of Object.entries(attributes ?? {})) {
    if (given === null || given === undefined) continue;
    // A range clamps its value to the limits it has at that moment.
    if (name === 'value') value = given;
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), given);
    else if (properties.has(name)) element[name] = given;
    else if (name === 'data') Object.assign(element.dataset, given);
    else if (given !== false) element.setAttribute(name, given === true ? '' : given);
  }
  append(element, children);
  if (value !== undefined) element.value = value;
  return element;
}

/** Replaces everything in an element. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

/** Sets text only when it differs, so that a live region does not speak twice. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

let lastId = 0;

/** A label above its control. */
export function field(label, control, hint) {
  control.id ||= `field-${++lastId}`;
  const hintElement = hint ? h('span', { class: 'field-hint', id: `${control.id}-hint` }, hint) : null;
  if (hintElement) control.setAttribute('aria-describedby', hintElement.id);
  return h('div', { class: 'field' }, h('label', { class: 'field-label', for: control.id }, label), control, hintElement);
}

/** Radio buttons that look like one control. `options`: [[value, label], …]. */
export function segmented(label, options, value, onChange) {
  const name = `choice-${++lastId}`;
  const inputs = options.map(([key, text]) => [h('input', {
    type: 'radio', name, value: key, checked: key === value, onchange: () => onChange(key),
  }), text]);
  const element = h('div', { class: 'segmented', role: 'radiogroup', 'aria-label': label },
    inputs.map(([input, text]) => h('label', null, input, text)));
  element.select = (key) => { for (const [input] of inputs) input.checked = input.value === key; };
  element.enable = (isEnabled) => { for (const [input] of inputs) input.disabled = !isEnabled; };
  return element;
}

/** A select. `options`: [[value, label], …]. */
export function select(options, value, onChange) {
  const element = h('select', { class: 'select', onchange: () => onChange?.(element.value) },
    options.map(([key, text]) => h('option', { value: key }, text)));
  if (value !== undefined) element.value = value;
  return element;
}

/** Offers bytes or text as a file. */
export function download(name, content, type = 'application/octet-stream') {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = h('a', { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
