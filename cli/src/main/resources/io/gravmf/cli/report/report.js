// Fills the page from its data, then unpacks Plotly and draws.

const data = JSON.parse(byId('data').textContent);

function byId(id) {
  return document.getElementById(id);
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Columns of a table: the first names the rows, the others hold figures. */
function table(id, heads, rows) {
  const cell = (name) => (text, k) => element(name, {className: k > 0 ? 'number' : '', textContent: text, dir: 'auto'});
  byId(id).append(
    element('thead', {}, element('tr', {}, ...heads.map(cell('th')))),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map(cell('td'))))),
  );
}

function writeHead() {
  byId('subtitle').textContent = data.subtitle;
  byId('made').textContent = data.made;
  for (const {name, value, note} of data.highlights) {
    byId('highlights').append(
      element('li', {}, element('span', {textContent: name}), element('strong', {textContent: value}),
        element('span', {textContent: note})));
  }
}

function writeNavigation() {
  for (const section of document.querySelectorAll('main section')) {
    const heading = section.querySelector('h2').textContent;
    document.querySelector('nav').append(element('a', {href: `#${section.id}`, textContent: heading}));
  }
}

/** The eight figures; quantiles of whole numbers that are whole themselves are written so. */
function figures(summary) {
  const quantiles = ['min', 'lowerQuartile', 'median', 'upperQuartile', 'max'].map((name) => summary[name]);
  const of = quantiles.every(Number.isInteger) ? whole : rating;
  const texts = [whole(summary.count), rating(summary.mean), rating(summary.std), ...quantiles.map(of)];
  return ['count', 'mean', 'std', 'min', '25 %', '50 %', '75 %', 'max'].map((name, k) => [name, texts[k]]);
}

function writeDistributions() {
  return data.distributions.map((distribution) => {
    const plot = element('div', {className: 'plot', role: 'img', ariaLabel: `Histogram of ${distribution.name}`});
    byId('distributions').append(element('figure', {},
      element('figcaption', {textContent: distribution.name}),
      plot,
      element('dl', {}, ...figures(distribution.summary).map(([name, text]) => element('div', {},
        element('dt', {textContent: name}),
        element('dd', {textContent: text}))))));
    return [plot, distributionPlot(distribution)];
  });
}

function writeGenres() {
  const {note, counts} = data.genres;
  byId('genres-note').textContent = note;
  byId('genres-plot').style.height = `${70 + 24 * counts.length}px`;
  table('genres-table', ['genre', 'index', 'movies'],
    counts.map((genre) => [genre.name, whole(genre.index), whole(genre.count)]));
  return [[byId('genres-plot'), genresPlot(counts)]];
}

function writePredictions() {
  const {note, parts} = data.predictions;
  byId('predictions-note').textContent = note;
  const row = (name, figure) => [name, ...parts.map(figure)];
  table('predictions-table', ['', ...parts.map((part) => part.name)], [
    row('ratings', (part) => whole(part.ratings)),
    row('RMSE', (part) => error(part.rmse)),
    row('MAE', (part) => error(part.mae)),
    row('RMSE of the mean', (part) => error(part.meanRmse)),
  ]);
  return [
    [byId('residuals-plot'), residualsPlot(parts)],
    [byId('predicted-plot'), predictedPlot(parts)],
  ];
}

function writeChecks() {
  for (const {name, text, passed} of data.checks) {
    byId('check-list').append(element('li', {className: passed ? '' : 'failed'},
      element('span', {className: 'verdict', textContent: passed ? '✓ pass' : '✗ fail'}),
      element('h3', {textContent: name}),
      element('p', {textContent: text})));
  }
}

function writeFacts() {
  byId('command').textContent = data.command;
  for (const {heading, rows} of data.facts) {
    byId('facts').append(element('div', {},
      element('h3', {textContent: heading}),
      element('table', {}, element('tbody', {}, ...rows.map(({name, value}) => element('tr', {},
        element('th', {scope: 'row', textContent: name}),
        element('td', {textContent: value, dir: 'auto'})))))));
  }
}

/** Fills the sections that this run has data for, removes the others, and returns the plots. */
function writeSections() {
  const plots = [];
  const sections = [
    ['ratings', true, writeDistributions],
    ['loss', data.history.length > 0, () => [[byId('loss-plot'), lossPlot(data.history)]]],
    ['genres', data.genres, writeGenres],
    ['predictions', true, writePredictions],
    ['checks', true, writeChecks],
    ['about', true, writeFacts],
  ];
  for (const [id, present, write] of sections) {
    if (present) {
      plots.push(...(write() ?? []));
    } else {
      byId(id).remove();
    }
  }
  byId('map-note').textContent = data.map.note;
  return plots;
}

async function unpackPlotly() {
  const packed = Uint8Array.from(atob(byId('plotly').textContent), (c) => c.charCodeAt(0));
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  document.head.append(element('script', {textContent: await new Response(plain).text()}));
}

/** Plotly follows the window by itself, but paper has another width. */
function sized(place, look) {
  return printing.matches ? {...look, width: place.clientWidth} : look;
}

/** Names what a plot's lines are, above it: Plotly's own legend lies over narrow plots. */
function writeLegend(place, traces) {
  const key = (line) => {
    const image = svg('svg', {viewBox: '0 0 26 8', 'aria-hidden': 'true'});
    image.append(svg('path', {d: 'M0 4H26', stroke: line.color, 'stroke-width': 3, 'stroke-dasharray': DASHES[line.dash] ?? 'none'}));
    return image;
  };
  place.previousElementSibling?.matches('.legend') && place.previousElementSibling.remove();
  if (traces.length > 1) {
    place.before(element('ul', {className: 'legend'},
      ...traces.map((trace) => element('li', {}, key(trace.line), trace.name))));
  }
}

async function main() {
  writeHead();
  const plots = writeSections();
  writeNavigation();
  const map = new MovieMap(data.map, data.genres ? data.genres.counts : data.map.genres);
  await unpackPlotly();
  const draw = () => {
    const colours = theme();
    for (const [place, build] of plots) {
      const {data: traces, layout: look} = build(colours);
      writeLegend(place, traces);
      Plotly.react(place, traces, sized(place, look), {responsive: true, displayModeBar: false});
    }
    map.draw();
  };
  draw();
  dark.addEventListener('change', draw);
  printing.addEventListener('change', draw);
  document.documentElement.dataset.ready = 'yes';
}

main();
