// The flat plots. Each function returns what Plotly draws, for the colours of the moment.

// Okabe and Ito's colours, which colour-blind people can tell apart.
const BLUE = '#0072b2';
const ORANGE = '#e69f00';
const GREEN = '#009e73';
const VERMILLION = '#d55e00';

// Plotly's line styles, as a legend draws them.
const DASHES = {dot: '3 3', dash: '8 5'};

const dark = matchMedia('(prefers-color-scheme: dark)');
const printing = matchMedia('print');

function theme() {
  return dark.matches && !printing.matches
    ? {ink: '#e8eaee', soft: '#a9b0bd', grid: '#343a45', paper: '#14171c', blue: '#56b4e9'}
    : {ink: '#1a1d23', soft: '#565d6b', grid: '#dfe2e8', paper: '#ffffff', blue: BLUE};
}

function axis(colours, title, more) {
  return {
    title: {text: title, standoff: 8},
    automargin: true,
    gridcolor: colours.grid,
    linecolor: colours.soft,
    zerolinecolor: colours.grid,
    fixedrange: true,
    ...more,
  };
}

function layout(colours, x, y, more) {
  return {
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: {family: getComputedStyle(document.body).fontFamily, size: 13, color: colours.ink},
    margin: {l: 48, r: 10, t: 10, b: 44},
    hoverlabel: {bgcolor: colours.paper, bordercolor: colours.soft, font: {color: colours.ink}},
    showlegend: false,
    dragmode: false,
    xaxis: x,
    yaxis: y,
    ...more,
  };
}

function edge(value) {
  return String(Number(value.toPrecision(4)));
}

/** Edges and middles of a histogram's bins. */
function bins(histogram) {
  const {from, width, counts} = histogram;
  return {
    middles: counts.map((_, k) => from + (k + 0.5) * width),
    edges: counts.map((_, k) => `${edge(from + k * width)} to ${edge(from + (k + 1) * width)}`),
  };
}

function distributionPlot(distribution) {
  return (colours) => {
    const {middles, edges} = bins(distribution.histogram);
    const bars = {
      type: 'bar',
      x: middles,
      y: distribution.histogram.counts,
      width: distribution.histogram.width,
      customdata: edges,
      marker: {color: colours.blue, line: {color: colours.paper, width: 0.5}},
      hovertemplate: `%{customdata}<br>%{y} ${distribution.of}<extra></extra>`,
    };
    return {
      data: [bars],
      layout: layout(colours, axis(colours, distribution.name), axis(colours, distribution.of)),
    };
  };
}

function lossPlot(history) {
  return (colours) => {
    const terms = [
      ['total', 'total', colours.ink],
      ['mse', 'MSE', colours.blue],
      ['l2', 'L2', ORANGE],
      ['gravity', 'gravity', GREEN],
    ];
    const data = [];
    for (const [part, dash] of [['train', 'solid'], ['validation', 'dot']]) {
      for (const [term, label, color] of terms) {
        // A logarithm has no place for 0, which a term without weight is: what is never drawn is not named.
        const y = history.map((report) => (report[part]?.[term] > 0 ? report[part][term] : null));
        const drawn = y.filter((value) => value !== null).length;
        if (drawn > 0) {
          data.push({
            name: `${part} ${label}`,
            x: history.map((report) => report.epoch),
            y,
            mode: drawn > 1 ? 'lines' : 'markers',
            connectgaps: true,
            line: {color, dash, width: 2},
            marker: {color},
            hovertemplate: '%{y:.4f}',
          });
        }
      }
    }
    return {
      data,
      layout: layout(
        colours,
        axis(colours, 'epoch'),
        axis(colours, 'loss', {type: 'log', exponentformat: 'power', dtick: 1}),
        {hovermode: 'x unified'},
      ),
    };
  };
}

function genresPlot(genres) {
  return (colours) => {
    const ordered = [...genres].sort((a, b) => a.count - b.count);
    const places = ordered.map((_, place) => place);
    return {
      data: [{
        type: 'bar',
        orientation: 'h',
        x: ordered.map((genre) => genre.count),
        // By number: as a category a name could be taken for a date, or for a property of an object.
        y: places,
        text: ordered.map((genre) => whole(genre.count)),
        textposition: 'outside',
        cliponaxis: false,
        marker: {color: colours.blue},
        customdata: ordered.map((genre) => label(genre.name)),
        hovertemplate: '%{customdata}: %{x} movies<extra></extra>',
      }],
      layout: layout(
        colours,
        axis(colours, 'movies'),
        axis(colours, '', {tickvals: places, ticktext: ordered.map((genre) => escaped(brief(genre.name, 22)))}),
        {margin: {l: 48, r: 40, t: 10, b: 44}},
      ),
    };
  };
}

function residualsPlot(parts) {
  return (colours) => {
    const looks = partLooks(colours);
    const data = parts.map((part, k) => {
      const {middles, edges} = bins(part.histogram);
      return {
        name: part.name,
        x: middles,
        y: part.histogram.counts.map((count) => (100 * count) / part.ratings),
        customdata: edges,
        mode: 'lines',
        line: {shape: 'hvh', ...looks[k]},
        hovertemplate: `%{y:.2f} % of ${part.name}, %{customdata}<extra></extra>`,
      };
    });
    return {
      data,
      layout: layout(
        colours,
        axis(colours, 'prediction − rating', {zeroline: true, zerolinecolor: colours.soft}),
        axis(colours, 'share of ratings, %'),
      ),
    };
  };
}

function predictedPlot(parts) {
  return (colours) => {
    const looks = partLooks(colours);
    const data = parts.map((part, k) => ({
      name: part.name,
      type: 'box',
      x: part.boxes.map((box) => box.rating),
      lowerfence: part.boxes.map((box) => box.p5),
      q1: part.boxes.map((box) => box.q1),
      median: part.boxes.map((box) => box.median),
      q3: part.boxes.map((box) => box.q3),
      upperfence: part.boxes.map((box) => box.p95),
      line: {color: looks[k].color, width: 2},
      fillcolor: 'rgba(0,0,0,0)',
      whiskerwidth: 0.5,
    }));
    const ratings = [...new Set(parts.flatMap((part) => part.boxes.map((box) => box.rating)))];
    ratings.sort((a, b) => a - b);
    data.push({
      name: 'prediction = rating',
      x: ratings,
      y: ratings,
      mode: 'lines',
      line: {color: colours.soft, dash: 'dash', width: 1.5},
      hoverinfo: 'skip',
    });
    return {
      data,
      layout: layout(
        colours,
        axis(colours, 'rating', ratings.length <= 10 ? {tickvals: ratings} : {}),
        axis(colours, 'prediction'),
        {boxmode: 'group'},
      ),
    };
  };
}

function partLooks(colours) {
  return [{color: colours.blue, width: 2}, {color: VERMILLION, width: 2, dash: 'dot'}];
}
