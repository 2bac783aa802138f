"""Right solutions of week 1, written differently."""

import numpy as np
import pandas as pd

from autograder.variants import right


@right("group_means")
def group_means_by_agg(data):
    return data.groupby("group", as_index=False).agg(mean=("value", "mean"), n=("value", "size"))


@right("group_means")
def group_means_by_loop(data):
    rows = [(g, part["value"].mean(), len(part)) for g, part in data.groupby("group")]
    return pd.DataFrame(rows, columns=["group", "mean", "n"])


@right("group_means")
def group_means_by_unique(data):
    names = np.sort(data["group"].unique())
    values = [data.loc[data["group"] == g, "value"] for g in names]
    return pd.DataFrame({"group": names, "mean": [v.mean() for v in values], "n": [len(v) for v in values]})


@right("describe")
def describe_with_numpy(values):
    known = values.dropna().to_numpy()
    return {"span": np.ptp(known), "mean": np.mean(known), "sd": np.std(known, ddof=1)}


@right("describe")
def describe_by_agg(values):
    told = values.agg(["mean", "std"])
    return {"mean": told["mean"], "sd": told["std"], "span": values.max() - values.min()}


@right("describe")
def describe_by_hand(values):
    known = values[values.notna()]
    mean = known.sum() / len(known)
    return {"mean": mean, "sd": (((known - mean) ** 2).sum() / (len(known) - 1)) ** 0.5, "span": max(known) - min(known)}


@right("commonest")
def commonest_by_series(words):
    counts = pd.Series(words).str.lower().value_counts()
    return sorted(counts[counts == counts.max()].index)[0]


@right("commonest")
def commonest_by_numpy(words):
    found, counts = np.unique([word.lower() for word in words], return_counts=True)
    return found[np.argmax(counts)]


@right("commonest")
def commonest_sorted(words):
    small = sorted(word.lower() for word in words)
    return max(small, key=small.count)
