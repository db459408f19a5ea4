// Forms from tables of fields: reads them into a request body, and puts what the server refuses at its field.

import { element, fill } from './elements.js';

let count = 0;

/**
 * A form of fields `{path, label, kind?, value?, options?, hint?, when?}`: `path` is dotted, as in the body and in the
 * server's errors; kind is text, number, date, check, select or area; `when(values)` hides a field that does not apply.
 * `send(body)` answers `{problem?}`.
 */
export function bodyForm({ fields, button, send, fixed = {} }) {
  count += 1;
  const inputs = fields.map((field) => inputFor(field, `field-${count}-${field.path}`));
  const refused = element('div', { className: 'error', role: 'alert' });
  const form = element(
    'form',
    { noValidate: true, on: { submit, input: hideOthers, change: hideOthers } },
    ...inputs.map(({ row }) => row),
    refused,
    element('button', { type: 'submit', className: 'primary' }, button),
  );
  hideOthers();
  return form;

  async function submit(event) {
    event.preventDefault();
    showErrors(inputs, refused, []);
    const { problem } = await send(bodyOf(inputs, fixed));
    if (problem?.errors) showErrors(inputs, refused, problem.errors);
  }

  function hideOthers() {
    const values = Object.fromEntries(inputs.map(({ field, read }) => [field.path, read()]));
    for (const { field, row } of inputs) row.hidden = field.when ? !field.when(values) : false;
  }
}

function inputFor(field, id) {
  const { label, kind = 'text', value = '', hint, group } = field;
  const described = `${id}-error${hint ? ` ${id}-hint` : ''}`;
  const control = controlFor(field, { id, 'aria-describedby': described });
  if (kind === 'check') control.checked = value === true;
  else control.value = value;
  const error = element('p', { id: `${id}-error`, className: 'error' });
  const words = element('label', { htmlFor: id }, label);
  const help = hint && element('p', { id: `${id}-hint`, className: 'hint' }, hint);
  const inOrder = kind === 'check' ? [control, words] : [words, control];
  const row = element(
    'div',
    { className: `field field-${kind}${group ? ` ${group}` : ''}` },
    ...inOrder,
    help,
    error,
  );
  return { field, control, row, error, read: () => typed(control, kind) };
}

function controlFor({ kind = 'text', options = [], suggestions }, given) {
  if (kind === 'select') return element('select', given, ...options.map(optionFor));
  if (kind === 'area') return element('textarea', { ...given, rows: 2 });
  if (kind === 'check') return element('input', { ...given, type: 'checkbox' });
  if (kind === 'date') return element('input', { ...given, type: 'date' });
  // Numbers are plain text to the browser, so that what is no number reaches the server and its answer is seen.
  const typing = kind === 'number' ? { inputMode: 'decimal' } : {};
  return element('input', {
    ...given,
    ...typing,
    type: 'text',
    autocomplete: suggestions ?? 'off',
  });
}

export function optionFor(option) {
  const [value, words] = Array.isArray(option) ? option : [option, option];
  return element('option', { value }, words);
}

function typed(control, kind) {
  if (kind === 'check') return control.checked;
  const text = control.value.trim();
  if (kind === 'number' && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return text === '' ? undefined : text;
}

function bodyOf(inputs, fixed) {
  const body = structuredClone(fixed);
  for (const { field, row, read } of inputs) {
    const given = row.hidden ? undefined : read();
    const value = given === undefined || !field.send ? given : field.send(given);
    if (value !== undefined) put(body, field.path.split('.'), value);
  }
  return body;
}

function put(body, [name, ...rest], value) {
  if (rest.length === 0) {
    body[name] = value;
    return;
  }
  // What is fixed to null, such as an unknown timeline, gives way to an answer.
  body[name] ??= {};
  put(body[name], rest, value);
}

function showErrors(inputs, refused, errors) {
  const placed = errors.map((error) => ({ ...error, input: inputOf(inputs, error.path) }));
  for (const input of inputs) {
    const own = placed.filter((one) => one.input === input);
    fill(input.error, own.map(({ message }) => message).join('; '));
    input.control.setAttribute('aria-invalid', String(own.length > 0));
  }
  const others = placed.filter(({ input }) => !input);
  fill(refused, ...others.map(({ path, message }) => element('p', {}, `${path}: ${message}`)));
  inputs.find(({ control }) => control.ariaInvalid === 'true')?.control.focus();
}

/** The field with this path, or else the first one inside or around it. */
function inputOf(inputs, path) {
  const shown = inputs.filter(({ row }) => !row.hidden);
  const near = ({ field }) => isInside(field.path, path) || isInside(path, field.path);
  return shown.find(({ field }) => field.path === path) ?? shown.find(near);
}

function isInside(path, outer) {
  return path.startsWith(`${outer}.`);
}
