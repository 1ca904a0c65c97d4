// A cluster as a picture, and what is out of the ordinary in it. Pure: records in, SVG out.

const SVG = 'http://www.w3.org/2000/svg';
const STALE = 5000; // milliseconds after which an answer vouches for nothing
const BEHIND = 16 * 1024 * 1024; // bytes of lag that are worth a word

export function lsn(text) {
  if (!text) return null;
  const [high, low] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

export function bytes(number) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = Number(number);
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

export function span(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} days`;
}

/** Every node with its role, its level (ok, warning, critical, unknown) and words for both. */
export function judge(cluster) {
  const seen = new Map((cluster.watched?.nodes ?? []).map((node) => [node.node, node]));
  const writers = [...seen.values()].filter((n) => n.role === 'primary' && !n.trouble);
  const primary = writers.length === 1 ? writers[0] : null;
  const nodes = cluster.nodes.map((member) => {
    const view = seen.get(member.name);
    return { member, view, ...state(view, primary, writers.length) };
  });
  const findings = nodes
    .filter((node) => node.level === 'critical' || node.level === 'warning')
    .map((node) => ({ level: node.level, text: `${node.member.name}: ${node.finding ?? node.word}` }));
  if (cluster.watched && primary === null) {
    const text = writers.length > 1
      ? `${writers.map((n) => n.node).join(' and ')} accept writes: two primaries`
      : 'no primary answers';
    if (nodes.some((node) => node.view?.reading_ms != null || node.view?.trouble)) {
      findings.unshift({ level: 'critical', text });
    }
  }
  return { nodes, primary, findings, level: worst(findings, nodes) };
}

function worst(findings, nodes) {
  for (const level of ['critical', 'warning']) {
    if (findings.some((finding) => finding.level === level)) return level;
  }
  return nodes.some((node) => node.level === 'unknown') ? 'unknown' : 'ok';
}

function state(view, primary, writers) {
  if (!view || (view.reading_ms == null && !view.trouble)) {
    return { role: 'unknown', level: 'unknown', word: 'not seen yet', lag: null };
  }
  const role = view.role ?? 'unknown';
  if (view.trouble) {
    const since = view.trouble_ms == null ? '' : ` for ${span(view.trouble_ms)}`;
    return { role, level: 'critical', word: `${view.trouble}${since}`, finding: `${view.trouble}${since}${view.message ? `: ${view.message}` : ''}`, lag: null };
  }
  if (view.reading_ms > STALE) {
    return { role, level: 'unknown', word: `seen ${span(view.reading_ms)} ago`, lag: null };
  }
  if (role === 'primary') {
    const level = writers > 1 ? 'critical' : 'ok';
    return { role, level, word: level === 'ok' ? 'accepts writes' : 'a second primary', lag: null };
  }
  const head = lsn(primary?.lsn);
  const replayed = lsn(view.replayed);
  const lag = head === null || replayed === null ? null : head > replayed ? head - replayed : 0n;
  if (view.receiver !== 'streaming') {
    return { role, level: 'critical', word: 'not streaming', lag };
  }
  if (view.paused) return { role, level: 'warning', word: 'replay paused', lag };
  if (lag !== null && lag > BEHIND) {
    return { role, level: 'warning', word: 'streaming', finding: `${bytes(lag)} behind`, lag };
  }
  return { role, level: 'ok', word: 'streaming', lag };
}

const MARKS = { ok: '✓', warning: '!', critical: '✕', unknown: '?' };

function add(parent, name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

const WIDE = { box: 316, height: 92, gap: 22, between: 200 };

/** Draws into the element, as wide as that is. */
export function draw(element, cluster, judged) {
  const narrow = element.clientWidth < 640;
  const hubs = judged.nodes.filter((node) => node.role === 'primary');
  const others = judged.nodes.filter((node) => node.role !== 'primary');
  const left = hubs.length > 0 ? hubs : others.splice(0, 1);
  const layout = narrow ? down(left, others, cluster) : across(left, others, cluster);
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${layout.width} ${layout.height}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', words(cluster, judged));
  if (!narrow) svg.setAttribute('width', layout.width);
  for (const line of layout.lines) stream(svg, line);
  for (const place of layout.places) box(svg, place);
  if (layout.archive) store(svg, layout.archive, cluster.archive);
  element.replaceChildren(svg);
}

function across(left, right, cluster) {
  const { box: width, height, gap, between } = WIDE;
  const archive = cluster.archive !== 'none';
  const rows = Math.max(left.length, right.length, 1);
  const tall = rows * height + (rows - 1) * gap;
  const start = (tall - (left.length * height + (left.length - 1) * gap)) / 2;
  const places = left.map((node, i) => ({ node, x: 2, y: start + i * (height + gap) + 2, width, height }));
  const from = places[0];
  const lines = [];
  right.forEach((node, i) => {
    const offset = (tall - (right.length * height + (right.length - 1) * gap)) / 2;
    const place = { node, x: width + between, y: offset + i * (height + gap) + 2, width, height };
    places.push(place);
    lines.push({
      node,
      x1: from.x + width, y1: from.y + height / 2,
      x2: place.x, y2: place.y + height / 2,
      labelX: place.x - 14, labelY: place.y + height / 2 - 10, anchor: 'end', bend: true,
    });
  });
  const store = archive ? { x: from.x + width / 2 - 70, y: Math.max(from.y + height, rows > 1 ? from.y + height : 0) + 34, from } : null;
  return {
    places, lines, archive: store,
    width: width * 2 + between + 4,
    height: Math.max(tall + 4, store ? store.y + 46 : 0),
  };
}

function down(left, right, cluster) {
  const width = 316;
  const height = 92;
  const places = [];
  const lines = [];
  let y = 2;
  left.forEach((node) => {
    places.push({ node, x: 2, y, width, height });
    y += height + 16;
  });
  const from = places[0];
  const store = cluster.archive !== 'none' ? { x: 176, y: y + 4, from } : null;
  if (store) y += 56;
  right.forEach((node) => {
    y += 34;
    lines.push({
      node, x1: 26, y1: from.y + height, x2: 26, y2: y,
      labelX: 42, labelY: y - 12, anchor: 'start', bend: false,
    });
    places.push({ node, x: 2, y, width, height });
    y += height;
  });
  return { places, lines, archive: store, width: width + 4, height: y + 6 };
}

function box(svg, { node, x, y, width, height }) {
  const group = add(svg, 'g', { class: `node ${node.level} ${node.role}`, transform: `translate(${x} ${y})` });
  add(group, 'rect', { class: 'body', width, height, rx: 12 });
  add(group, 'rect', { class: 'edge', width: 6, height: height - 24, x: 0, y: 12, rx: 3 });
  add(group, 'text', { class: 'name', x: 20, y: 30 }, node.member.name);
  add(group, 'text', { class: 'role', x: width - 44, y: 29, 'text-anchor': 'end' }, node.role);
  add(group, 'circle', { class: 'badge', cx: width - 24, cy: 24, r: 12 });
  add(group, 'text', { class: 'mark', x: width - 24, y: 29, 'text-anchor': 'middle' }, MARKS[node.level]);
  add(group, 'text', { class: 'word', x: 20, y: 54 }, cut(node.word, 30));
  add(group, 'text', { class: 'small', x: 20, y: 76 }, cut(facts(node), 43));
}

function facts(node) {
  const parts = [];
  if (node.view?.timeline != null) parts.push(`timeline ${node.view.timeline}`);
  if (node.view?.lsn) parts.push(node.view.lsn);
  if (node.role === 'primary' && node.view?.connections != null) parts.push(`${node.view.connections} ${node.view.connections === 1 ? 'connection' : 'connections'}`);
  return parts.length > 0 ? parts.join(' · ') : node.member.host;
}

function cut(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function stream(svg, { node, x1, y1, x2, y2, labelX, labelY, anchor, bend }) {
  const flowing = node.level !== 'critical' && node.level !== 'unknown';
  const kind = flowing ? 'flowing' : 'broken';
  const middle = (x1 + x2) / 2 - 40;
  const path = bend
    ? `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2 - 110} ${y2} L${x2 - 8} ${y2}`
    : `M${x1} ${y1} L${x2} ${y2 - 8}`;
  add(svg, 'path', { class: `stream ${kind} ${node.level}`, d: path });
  const tip = bend
    ? `M${x2 - 9} ${y2 - 6} L${x2} ${y2} L${x2 - 9} ${y2 + 6}`
    : `M${x2 - 6} ${y2 - 9} L${x2} ${y2} L${x2 + 6} ${y2 - 9}`;
  add(svg, 'path', { class: `tip ${kind} ${node.level}`, d: tip });
  add(svg, 'text', { class: 'lag', x: labelX, y: labelY, 'text-anchor': anchor }, lagWord(node));
}

function lagWord(node) {
  if (node.level === 'critical') return 'no stream';
  if (node.lag === null) return '';
  return node.lag === 0n ? 'in step' : `${bytes(node.lag)} behind`;
}

function store(svg, { x, y, from }, kind) {
  add(svg, 'path', { class: 'stream archive', d: `M${x + 70} ${from.y + from.height} L${x + 70} ${y - 2}` });
  const group = add(svg, 'g', { class: 'archive', transform: `translate(${x} ${y})` });
  add(group, 'path', { class: 'body', d: 'M0 8 C0 -2 140 -2 140 8 L140 34 C140 44 0 44 0 34 Z M0 8 C0 18 140 18 140 8' });
  add(group, 'text', { class: 'small', x: 70, y: 33, 'text-anchor': 'middle' }, `archive: ${kind}`);
}

/** The picture in words, for whoever does not see it. */
export function words(cluster, judged) {
  const parts = judged.nodes.map((node) => {
    const lag = node.lag === null ? '' : `, ${node.lag === 0n ? 'nothing' : bytes(node.lag)} behind`;
    return `${node.member.name}, ${node.role}, ${node.word}${lag}`;
  });
  return `Cluster ${cluster.name}: ${parts.join('; ')}. Archive: ${cluster.archive}.`;
}
