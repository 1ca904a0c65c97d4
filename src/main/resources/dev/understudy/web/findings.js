// What the checks by schedule have found. Elements are kept and changed in place, so that focus and what is open stay.

import { span } from './topology.js';
import { headers } from './stream.js';
import { make } from './runs.js';

const MARKS = { critical: '✕', warning: '!', unknown: '?' };
const ORDER = ['critical', 'warning', 'unknown'];

/** The gravest of those that are told; ok for none. */
export function gravest(findings) {
  const told = findings.filter((finding) => !finding.silence).map((finding) => finding.severity.toLowerCase());
  return ORDER.find((level) => told.includes(level)) ?? 'ok';
}

const name = (finding) => finding.check + (finding.node ? `/${finding.node}` : '');
const time = (instant) => new Date(instant).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });

function text(element, value) {
  if (element.textContent !== value) element.textContent = value;
}

function create(finding) {
  const level = make('strong');
  const words = make('span', { class: 'words' });
  const quiet = make('span', { class: 'quiet small' });
  const remedy = make('p', { class: 'small' });
  const history = make('ol', { class: 'history small', 'aria-label': `History of ${name(finding)}` });
  const details = make('details', {}, make('summary', {}, level, ' ', words, ' ', quiet), remedy, history);
  const element = make('li', { 'data-finding': finding.id }, details);
  const row = { element, level, words, quiet, remedy, history, shown: '' };
  details.addEventListener('toggle', () => details.open && load(row, finding.id));
  row.details = details;
  return row;
}

async function load(row, id) {
  const answer = await fetch(`/api/v1/findings/${id}`, { headers: headers(), cache: 'no-store' });
  if (!answer.ok) return;
  const { changes } = await answer.json();
  row.history.replaceChildren(...changes.map((change) =>
    make('li', {}, `${time(change.at)} · ${change.severity.toLowerCase()}: ${change.sentence}`)));
}

/** Shows them in a list that keeps its rows in a map. */
export function list(element, rows, findings) {
  const wanted = new Set(findings.map((finding) => finding.id));
  for (const [id, row] of rows) {
    if (!wanted.has(id)) {
      row.element.remove();
      rows.delete(id);
    }
  }
  findings.forEach((finding, i) => {
    if (!rows.has(finding.id)) rows.set(finding.id, create(finding));
    const row = rows.get(finding.id);
    if (element.children[i] !== row.element) element.insertBefore(row.element, element.children[i] ?? null);
    const level = finding.severity.toLowerCase();
    row.element.className = finding.silence ? 'quieted' : level;
    text(row.level, `${MARKS[level]} ${level}`);
    text(row.words, `${name(finding)}: ${finding.sentence} · for ${span(Date.now() - Date.parse(finding.opened))}`);
    text(row.quiet, finding.silence ? quiet(finding.silence) : '');
    text(row.remedy, finding.remedy);
    const changed = finding.severity + finding.opened;
    if (row.details.open && row.shown !== changed) load(row, finding.id);
    row.shown = changed;
  });
}

function quiet({ kind, owner, reason, until }) {
  return `${kind} by ${owner} until ${time(until)}: ${reason}`;
}
