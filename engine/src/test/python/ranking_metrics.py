"""Prints scikit-learn's figures of lists. Each line of the input: k, scores, relevance (0 or 1)."""
import sys

import numpy as np
from sklearn.metrics import (
    average_precision_score,
    mean_absolute_error,
    mean_squared_error,
    ndcg_score,
    precision_score,
    recall_score,
)

for line in sys.stdin:
    kind, *fields = line.rstrip("\n").split(";")
    vectors = [np.array(field.split(","), dtype=float) for field in fields]
    if kind == "errors":
        truth, predicted = vectors
        squared = mean_squared_error(truth, predicted)
        print(repr(float(np.sqrt(squared))), repr(float(mean_absolute_error(truth, predicted))))
        continue
    (k,), scores, relevance = vectors
    k = int(k)
    top = np.zeros(len(scores), dtype=int)
    top[np.argsort(-scores)[:k]] = 1
    figures = [
        ndcg_score([relevance], [scores], k=k),
        recall_score(relevance, top),
        precision_score(relevance, top),
        average_precision_score(relevance, scores),
    ]
    print(*(repr(float(figure)) for figure in figures))
