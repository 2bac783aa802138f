"""Known mistakes of week 1."""

import pandas as pd

from autograder.variants import mistake


@mistake("group_means", hint="The mean is that of all rows in each group. Which rows belong to a group?")
def group_means_of_everything(data):
    groups = data.groupby("group")["value"]
    return pd.DataFrame({"mean": data["value"].mean(), "n": groups.size()}).reset_index()


@mistake("group_means", hint="The middle value is not the mean.")
def group_means_by_median(data):
    groups = data.groupby("group")["value"]
    return pd.DataFrame({"mean": groups.median(), "n": groups.size()}).reset_index()


@mistake("group_means", hint="The groups come as they are met. In which order are they wanted?")
def group_means_unsorted(data):
    groups = data.groupby("group", sort=False)["value"]
    return pd.DataFrame({"mean": groups.mean(), "n": groups.size()}).reset_index()


@mistake("group_means", hint="The data frame that was given has a new column now. Work on a copy.")
def group_means_in_place(data):
    data["n"] = 1
    return data.groupby("group").agg(mean=("value", "mean"), n=("n", "sum")).reset_index()


@mistake("describe", hint="This deviation is divided by n. What is different for a sample?")
def describe_population(values):
    return {"mean": float(values.mean()), "sd": float(values.std(ddof=0)), "span": float(values.max() - values.min())}


@mistake("describe", hint="The variance is the square of what is wanted.")
def describe_variance(values):
    return {"mean": float(values.mean()), "sd": float(values.var()), "span": float(values.max() - values.min())}


@mistake("describe", hint="Missing values are counted as zeros in the mean.")
def describe_filled(values):
    filled = values.fillna(0.0)
    return {"mean": float(filled.mean()), "sd": float(filled.std()), "span": float(values.max() - values.min())}


@mistake("commonest", hint="Fig and fig are one word. Where do capitals go?")
def commonest_with_capitals(words):
    counts = {word: words.count(word) for word in words}
    return min(counts, key=lambda word: (-counts[word], word))


@mistake("commonest", hint="Of words that stand there equally often, which one is asked for?")
def commonest_first_met(words):
    small = [word.lower() for word in words]
    return max(small, key=small.count)


@mistake("commonest", hint="This is the longest word.")
def commonest_longest(words):
    return max((word.lower() for word in words), key=len)
