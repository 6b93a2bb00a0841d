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

/** Plotly reads a few HTML tags in its texts; titles shall not be read so. */
function escaped(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** A number with at most six digits behind the point. */
function short(value) {
  return value.toLocaleString('en', {maximumFractionDigits: 6});
}

function table(id, heads, rows) {
  const cell = (name) => (value, k) =>
    element(name, {className: k > 0 ? 'number' : '', textContent: typeof value === 'number' ? short(value) : value});
  byId(id).append(
    element('thead', {}, element('tr', {}, ...heads.map(cell('th')))),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map(cell('td'))))),
  );
}

function writeHead() {
  byId('subtitle').textContent = data.subtitle;
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

function writeDistributions() {
  return data.distributions.map((distribution) => {
    const {summary} = distribution;
    const figures = [
      ['count', summary.count], ['mean', summary.mean], ['std', summary.std], ['min', summary.min],
      ['25 %', summary.lowerQuartile], ['50 %', summary.median], ['75 %', summary.upperQuartile],
      ['max', summary.max],
    ];
    const plot = element('div', {className: 'plot', role: 'img', ariaLabel: `Histogram of ${distribution.name}`});
    byId('distributions').append(element('figure', {},
      element('figcaption', {textContent: distribution.name}),
      plot,
      element('dl', {}, ...figures.map(([name, value]) => element('div', {},
        element('dt', {textContent: name}),
        element('dd', {textContent: typeof value === 'number' ? short(value) : 'none'}))))));
    return [plot, distributionPlot(distribution)];
  });
}

function writeGenres() {
  const {note, counts} = data.genres;
  byId('genres-note').textContent = note;
  table('genres-table', ['genre', 'index', 'movies'], counts.map((genre) => [genre.name, genre.index, genre.count]));
  return [[byId('genres-plot'), genresPlot(counts)]];
}

function writePredictions() {
  const {note, parts} = data.predictions;
  byId('predictions-note').textContent = note;
  table('predictions-table', ['', 'ratings', 'RMSE', 'MAE', 'RMSE of the mean'],
    parts.map((part) => [part.name, part.ratings, part.rmse, part.mae, part.meanRmse]));
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
  for (const {heading, rows} of data.facts) {
    byId('facts').append(element('div', {},
      element('h3', {textContent: heading}),
      element('table', {}, element('tbody', {}, ...rows.map(({name, value}) => element('tr', {},
        element('th', {scope: 'row', textContent: name}),
        element('td', {textContent: value})))))));
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
