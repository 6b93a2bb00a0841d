"""Embeds points with scikit-learn and writes what the tests of io.gravmf.embedding compare with.

Usage: ./gravmf train --dim 32 --epochs 2000 --out sample --export-npy
       python3 engine/src/test/python/make_tsne_references.py sample/item_factors.npy
(run from the repository's root; made with scikit-learn 1.2.1, numpy 1.24.2, scipy 1.10.1; the files
are committed. The first line trains on the embedded sample, which is generated.)

scikit-learn's search for a row's Gaussian underflows where the distances to the neighbours differ
by much less than they measure: exp(-beta d) leaves float64 before the entropy is right, and the row
ends with another perplexity or with zeros. So that both engines embed the same P, it is given
distances from which each row's least squared distance is taken off. P does not depend on that.
"""

import json
import pathlib
import sys

import numpy as np
import sklearn
from scipy.spatial.distance import pdist, squareform
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, _t_sne, trustworthiness
from sklearn.neighbors import NearestNeighbors

SEEDS = range(5)
out = pathlib.Path("engine/src/test/resources/io/gravmf/embedding")


def shifted_distances(points):
    squares = squareform(pdist(points.astype(np.float64), "sqeuclidean"))
    np.fill_diagonal(squares, np.inf)
    squares -= squares.min(1, keepdims=True)
    np.fill_diagonal(squares, 0)
    return np.sqrt(squares)


def joint(distances, perplexity):
    """Returns P as Barnes-Hut t-SNE has it: of near neighbours only."""
    n = len(distances)
    neighbours = min(n - 1, int(3 * perplexity + 1))
    search = NearestNeighbors(n_neighbors=neighbours, metric="precomputed").fit(distances)
    graph = search.kneighbors_graph(mode="distance")
    graph.data **= 2
    return _t_sne._joint_probabilities_nn(graph, perplexity, 0)


def divergence(p, layout):
    """Returns the Kullback-Leibler divergence with every pair in the normaliser, in float64."""
    freedom = max(layout.shape[1] - 1, 1)
    squares = squareform(pdist(layout.astype(np.float64), "sqeuclidean"))
    weights = (1 + squares / freedom) ** (-(freedom + 1) / 2)
    np.fill_diagonal(weights, 0)
    entries = p.tocoo()
    some = entries.data > 0
    q = weights[entries.row, entries.col][some] / weights.sum()
    return float((entries.data[some] * np.log(entries.data[some] / q)).sum())


def embed(name, points, components, perplexity):
    distances = shifted_distances(points)
    p = joint(distances, perplexity)
    kl, trust = [], []
    for seed in SEEDS:
        layout = TSNE(
            components,
            perplexity=perplexity,
            init="random",
            random_state=seed,
            metric="precomputed",
        ).fit_transform(distances)
        kl.append(divergence(p, layout))
        trust.append(float(trustworthiness(points, layout, n_neighbors=12)))
    print(name, components, perplexity, "KL", kl, "trustworthiness", trust, flush=True)
    return {
        "points": name,
        "components": components,
        "perplexity": perplexity,
        "kl_divergence": kl,
        "trustworthiness": trust,
    }


random = np.random.default_rng(5)
centres = 2 * random.normal(size=(10, 20))
clusters = (centres[np.arange(400) % 10] + random.normal(size=(400, 20))).astype("<f4")
factors = np.load(sys.argv[1])
few = clusters[:60]
np.save(out / "clusters.npy", clusters)
np.save(out / "factors.npy", factors)

# Small ones to check the tests' own measures with.
few_distances = shifted_distances(few)
few_p = joint(few_distances, 5.0)
np.save(out / "few_p_near.npy", few_p.toarray().astype("<f4"))
np.save(
    out / "few_p_all.npy",
    squareform(_t_sne._joint_probabilities(few_distances**2, 5.0, 0)).astype("<f4"),
)
few_layout = TSNE(3, perplexity=5, init="random", random_state=1).fit_transform(few)
np.save(out / "few_layout.npy", few_layout.astype("<f4"))
projected = PCA(3, svd_solver="full").fit_transform(clusters.astype(np.float64))
projected /= projected[:, 0].std()
np.save(out / "clusters_pca.npy", np.ascontiguousarray(projected, "<f4"))

references = {
    "made_with": "scikit-learn " + sklearn.__version__,
    "few_kl_divergence": divergence(few_p, few_layout),
    "few_trustworthiness": float(trustworthiness(few, few_layout, n_neighbors=12)),
    "embeddings": [
        embed("clusters", clusters, 2, 30.0),
        embed("clusters", clusters, 3, 3.0),
        embed("factors", factors, 2, 3.0),
        embed("factors", factors, 3, 3.0),
    ],
}
(out / "references.json").write_text(json.dumps(references, indent=2) + "\n")
