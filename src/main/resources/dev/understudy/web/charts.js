// The last day of a cluster as charts. They are read when they are opened, and once a minute while they are open.

import { bytes } from './topology.js';
import { headers } from './stream.js';
import { make } from './runs.js';

const SVG = 'http://www.w3.org/2000/svg';
const EVERY = 60000;
const WIDTH = 720;
const HEIGHT = 132;
const EDGE = { left: 66, right: 8, top: 10, bottom: 22 };
const GAP = 5 * EVERY; // a longer silence is no line

/** Charts that are folded away, of the cluster of this name. */
export function charts(name) {
  const place = make('div', { class: 'charts' });
  const details = make('details', {}, make('summary', {}, 'The last day'), place);
  const load = async () => {
    const answer = await fetch(`/api/v1/clusters/${encodeURIComponent(name)}/charts`, { headers: headers(), cache: 'no-store' });
    if (answer.ok && details.open) show(place, await answer.json());
  };
  let timer = null;
  details.addEventListener('toggle', () => {
    clearInterval(timer);
    if (!details.open) return;
    load();
    timer = setInterval(load, EVERY);
  });
  return details;
}

function show(place, { from, to, lag, waiting }) {
  const span = [Date.parse(from), Date.parse(to)];
  const drawn = [chart('Behind the primary', lag.map(({ node, points }) => ({ name: node, points })), span, bytes)];
  if (waiting.length > 0) {
    drawn.push(chart('Segments that wait for the archive', [{ name: 'waiting', points: waiting }], span, String));
  }
  place.replaceChildren(...drawn);
}

function chart(title, lines, span, unit) {
  const figure = make('figure', {}, make('figcaption', { class: 'small' }, title));
  if (lines.every((line) => line.points.length === 0)) {
    figure.append(make('p', { class: 'small' }, 'Nothing was seen yet.'));
    return figure;
  }
  const most = Math.max(1, ...lines.flatMap((line) => line.points.map((point) => point.value)));
  const words = lines.map(({ name, points }) =>
    `${name}: now ${unit(points.at(-1).value)}, at most ${unit(Math.max(...points.map((point) => point.value)))}`);
  const svg = add(figure, 'svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `${title}, the last day. ${words.join('; ')}.` });
  const x = (time) => EDGE.left + ((time - span[0]) / (span[1] - span[0])) * (WIDTH - EDGE.left - EDGE.right);
  const y = (value) => HEIGHT - EDGE.bottom - (value / most) * (HEIGHT - EDGE.top - EDGE.bottom);
  axes(svg, span, most, unit, x, y);
  lines.forEach((line, i) => add(svg, 'path', { class: `line line-${i % 4}`, d: path(line.points, x, y) }));
  figure.append(make('ul', { class: 'legend small' },
    ...words.map((text, i) => make('li', { class: `line-${i % 4}` }, text))));
  return figure;
}

function axes(svg, [from, to], most, unit, x, y) {
  for (const value of [0, most]) {
    add(svg, 'line', { class: 'axis', x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(value), y2: y(value) });
    add(svg, 'text', { class: 'small', x: EDGE.left - 6, y: y(value) + 4, 'text-anchor': 'end' }, unit(value));
  }
  const step = 6 * 3600 * 1000;
  for (let time = Math.ceil(from / step) * step; time < to; time += step) {
    const label = new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    add(svg, 'text', { class: 'small', x: x(time), y: HEIGHT - 5, 'text-anchor': 'middle' }, label);
  }
}

function path(points, x, y) {
  let before = null;
  return points.map(({ at, value }) => {
    const time = Date.parse(at);
    const word = before === null || time - before > GAP ? 'M' : 'L';
    before = time;
    return `${word}${x(time).toFixed(1)} ${y(value).toFixed(1)}${word === 'M' ? 'h.5' : ''}`;
  }).join('');
}

function add(parent, name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}
