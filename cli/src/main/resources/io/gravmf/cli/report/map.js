// The maps of the movies, in three dimensions and in two, their genres' switches, and the list of similar movies.

const START = {eye: {x: 1.05, y: 1.05, z: 0.75}, center: {x: 0, y: 0, z: 0}, up: {x: 0, y: 0, z: 1}};

// So that all look equally large; the flat map's are larger by a constant.
const SIZES = {circle: 5, square: 4, diamond: 3.5, cross: 4.5};
const FLAT_SIZES = {circle: 7, square: 6, diamond: 7, cross: 7};

// How each of Plotly's 3-D symbols is drawn on a switch, in a box of 16 by 16.
const SHAPES = {
  circle: 'M3 8a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z',
  square: 'M3.5 3.5h9v9h-9Z',
  diamond: 'M8 2 14 8 8 14 2 8Z',
  cross: 'M6 2h4v4h4v4h-4v4h-4v-4h-4v-4h4Z',
};

class MovieMap {
  constructor(map, genres) {
    this.movies = map.movies;
    this.genres = genres;
    this.names = new Map(genres.map((genre) => [genre.index, genre.name]));
    this.plot = byId('map-plot');
    this.flat = byId('flat-plot');
    this.shown = new Set(genres.filter((genre) => genre.shown).map((genre) => genre.index));
    this.chosen = -1;
    this.addSwitches();
    this.finder = new Finder(this.movies, (row) => this.describe(row), (row) => this.choose(row));
    this.addButtons('#camera', this.plot, (move) => this.moveCamera(move));
    this.addButtons('#window', this.flat, (move) => this.moveWindow(move));
  }

  addSwitches() {
    for (const genre of this.genres) {
      const box = element('input', {type: 'checkbox', checked: this.shown.has(genre.index)});
      box.dataset.genre = genre.index;
      box.addEventListener('change', () => {
        this.shown[box.checked ? 'add' : 'delete'](genre.index);
        this.draw();
      });
      byId('genre-toggles').append(element('label', {}, box, swatch(genre),
        element('span', {textContent: genre.name, dir: 'auto'}), element('small', {textContent: whole(genre.count)})));
    }
    const setAll = (on) => {
      this.shown = new Set(on ? this.genres.map((genre) => genre.index) : []);
      for (const box of document.querySelectorAll('#genre-toggles input')) {
        box.checked = on;
      }
      this.draw();
    };
    byId('genres-all').addEventListener('click', () => setAll(true));
    byId('genres-none').addEventListener('click', () => setAll(false));
  }

  addButtons(group, plot, move) {
    for (const button of document.querySelectorAll(`${group} button`)) {
      const {save} = button.dataset;
      // What is saved is the picture as it is seen now.
      button.addEventListener('click', () => (save
        ? Plotly.downloadImage(plot, {format: save, filename: 'movies', width: 1000, height: 800, scale: save === 'png' ? 2 : 1})
        : move(button.dataset)));
    }
  }

  draw() {
    const colours = theme();
    this.show(this.plot, colours, this.layout(colours), (rows) => this.points(rows), SIZES);
    this.show(this.flat, colours, this.flatLayout(colours), (rows) => this.flatPoints(rows), FLAT_SIZES);
    const count = this.movies.filter((movie) => this.shown.has(movie.genre)).length;
    byId('map-count').textContent = `${whole(count)} of ${whole(this.movies.length)} movies shown`;
  }

  show(plot, colours, look, points, sizes) {
    const traces = this.genres.map((genre) => ({
      ...points(this.shown.has(genre.index) ? this.rowsOf(genre.index) : []),
      name: escaped(genre.name),
      marker: {
        size: sizes[genre.symbol.replace('-open', '')],
        color: genre.color,
        symbol: genre.symbol,
        line: outline(genre, colours),
      },
    }));
    traces.push(this.chosenTrace(points, colours));
    Plotly.react(plot, traces, sized(plot, look), {responsive: true, displayModeBar: false, scrollZoom: true});
    if (!plot.dataset.listening) {
      plot.dataset.listening = 'yes';
      plot.on('plotly_click', (event) => this.choose(event.points[0].customdata));
    }
  }

  /** The chosen movie and the ten like it, whatever genres are shown. */
  chosenTrace(points, colours) {
    const rows = this.chosen < 0 ? [] : [this.chosen, ...this.movies[this.chosen].similar];
    return {
      ...points(rows),
      name: 'chosen and similar',
      marker: {
        size: rows.map((_, k) => (k === 0 ? 32 : 20)),
        color: colours.ink,
        symbol: 'circle-open',
        line: {color: colours.ink, width: 3},
      },
    };
  }

  rowsOf(genre) {
    return this.movies.map((_, row) => row).filter((row) => this.movies[row].genre === genre);
  }

  points(rows) {
    const of = (name) => rows.map((row) => this.movies[row][name]);
    return {...this.named(rows), type: 'scatter3d', x: of('x'), y: of('y'), z: of('z')};
  }

  flatPoints(rows) {
    const of = (axis) => rows.map((row) => this.movies[row].flat[axis]);
    return {...this.named(rows), type: 'scatter', x: of(0), y: of(1)};
  }

  named(rows) {
    return {
      mode: 'markers',
      customdata: rows,
      text: rows.map((row) => `<b>${label(this.movies[row].title)}</b><br>${label(this.describe(row))}`),
      hovertemplate: '%{text}<extra></extra>',
    };
  }

  describe(row) {
    const movie = this.movies[row];
    const mean = movie.ratings ? `mean rating ${rating(movie.mean)} (${whole(movie.ratings)})` : 'not rated';
    return `${this.names.get(movie.genre) ?? 'no genre'}, ${mean}`;
  }

  layout(colours) {
    const side = {
      title: {text: ''},
      showticklabels: false,
      gridcolor: colours.grid,
      zeroline: false,
      showspikes: false,
      backgroundcolor: 'rgba(0,0,0,0)',
    };
    return {
      ...common(colours),
      scene: {xaxis: side, yaxis: side, zaxis: side, aspectmode: 'data', camera: START, dragmode: 'orbit'},
    };
  }

  flatLayout(colours) {
    // A finger that moves over a page of one column scrolls it; the buttons zoom there.
    const fixedrange = matchMedia('(pointer: coarse)').matches;
    const side = {showticklabels: false, showgrid: false, zeroline: false, fixedrange};
    return {
      ...common(colours),
      plot_bgcolor: 'rgba(0,0,0,0)',
      dragmode: fixedrange ? false : 'pan',
      hovermode: 'closest',
      xaxis: side,
      yaxis: {...side, scaleanchor: 'x'},
    };
  }

  /** Lists the movies most like one, and rings them. */
  choose(row) {
    this.chosen = row;
    const movie = this.movies[row];
    const list = element('ol');
    movie.similar.forEach((other, k) => {
      const button = element('button', {type: 'button'});
      button.append(
        element('span', {textContent: this.movies[other].title, dir: 'auto'}),
        element('span', {textContent: rating(movie.similarity[k])}),
        element('small', {textContent: this.describe(other), dir: 'auto'}),
      );
      // The button goes away with its list; the focus stays where one can go on from.
      button.addEventListener('click', () => this.choose(other).focus());
      list.append(element('li', {}, button));
    });
    const heading = element('h3', {textContent: movie.title, tabIndex: -1, dir: 'auto'});
    byId('similar').replaceChildren(
      heading,
      element('p', {textContent: `${this.describe(row)}, id ${movie.id}. Most similar, by the cosine of the factors:`}),
      list,
    );
    this.draw();
    return heading;
  }

  /** Turns about the upright axis, tilts and zooms, in degrees and as a factor of the distance. */
  moveCamera({turn = 0, tilt = 0, zoom = 1, reset}) {
    const camera = structuredClone(this.plot._fullLayout.scene.camera);
    const eye = reset === undefined ? camera.eye : START.eye;
    const distance = Math.hypot(eye.x, eye.y, eye.z) * zoom;
    const around = Math.atan2(eye.y, eye.x) + (turn * Math.PI) / 180;
    const limit = 1.5;
    const up = Math.asin(eye.z / Math.hypot(eye.x, eye.y, eye.z)) + (tilt * Math.PI) / 180;
    const above = Math.max(-limit, Math.min(limit, up));
    Plotly.relayout(this.plot, {
      'scene.camera': {
        ...(reset === undefined ? camera : START),
        up: START.up,
        eye: {
          x: distance * Math.cos(above) * Math.cos(around),
          y: distance * Math.cos(above) * Math.sin(around),
          z: distance * Math.sin(above),
        },
      },
    });
  }

  /** Zooms about the middle, as a factor of what is seen. */
  moveWindow({zoom = 1, reset}) {
    if (reset !== undefined) {
      Plotly.relayout(this.flat, {'xaxis.autorange': true, 'yaxis.autorange': true});
      return;
    }
    const around = ([from, to]) => {
      const half = ((to - from) / 2) * zoom;
      return [(from + to) / 2 - half, (from + to) / 2 + half];
    };
    const {xaxis, yaxis} = this.flat._fullLayout;
    Plotly.relayout(this.flat, {'xaxis.range': around(xaxis.range), 'yaxis.range': around(yaxis.range)});
  }
}

/** What both maps look like. */
function common(colours) {
  return {
    paper_bgcolor: 'rgba(0,0,0,0)',
    margin: {l: 0, r: 0, t: 0, b: 0},
    showlegend: false,
    uirevision: 'kept',
    hoverlabel: {bgcolor: colours.paper, bordercolor: colours.soft, font: {color: colours.ink, size: 13}, align: 'left'},
  };
}

/** Sets full markers apart from each other, and makes thin ones bolder. */
function outline(genre, colours) {
  const full = ['circle', 'square', 'diamond'].includes(genre.symbol);
  return full ? {color: colours.paper, width: 0.5} : {color: genre.color, width: 1.5};
}

function swatch(genre) {
  const open = genre.symbol.endsWith('-open');
  const image = svg('svg', {viewBox: '0 0 16 16', 'aria-hidden': 'true', 'stroke-width': 2});
  image.append(svg('path', {
    d: SHAPES[genre.symbol.replace('-open', '')],
    fill: open ? 'none' : genre.color,
    stroke: open ? genre.color : 'none',
  }));
  return image;
}
