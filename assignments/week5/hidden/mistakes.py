"""Known wrong solutions of week 5, each with a hint at what to look at."""

import numpy as np

from autograder.variants import mistake

from .reference import energy, stay_or_turn, update


@mistake("hebb", hint="What is the sum divided by: the number of pairs, or that of the input cells?")
def hebb_divided_by_pairs(X, Y):
    return X.T @ Y / len(X)


@mistake("hebb", hint="The division stands in the loop, so that what was added first is divided again with every pair.")
def hebb_divided_in_each_round(X, Y):
    W = np.zeros((X.shape[1], Y.shape[1]))
    for x, y in zip(X, Y):
        W = (W + np.outer(x, y)) / X.shape[1]
    return W



@mistake("hebb", hint="The sum is divided by d, the number of cells of x. By which number do you divide?")
def hebb_divided_by_outputs(X, Y):
    return X.T @ Y / Y.shape[1]


@mistake("hebb", hint="d counts the cells of x. Is it the squares of their activities that you add up for it?")
def hebb_divided_by_squares(X, Y):
    return X.T @ Y / np.mean(np.sum(X**2, axis=1))


@mistake("hebb", hint="The outer products are added up; what is the sum then divided by?")
def hebb_not_divided(X, Y):
    return X.T @ Y


@mistake("hebb", hint="Divided once by d it is enough; is there a mean over pairs, too?")
def hebb_mean_over_pairs(X, Y):
    return X.T @ Y / X.size


@mistake("hebb", hint="W is (d, m): inputs down, outputs across. Which one stands on the left of the product?")
def hebb_transposed(X, Y):
    return Y.T @ X / X.shape[1]


@mistake("hebb", hint="Pairs are rows. Over which axis does your product sum?")
def hebb_sums_over_cells(X, Y):
    return X @ Y.T / X.shape[1]


@mistake("hebb", hint="Each pair is added to what is there already. Is W overwritten?")
def hebb_last_pair_only(X, Y):
    for x, y in zip(X, Y):
        W = np.outer(x, y) / len(x)
    return W


@mistake("hebb", hint="Only the first pair is learned. Where does the return stand?")
def hebb_first_pair_only(X, Y):
    return np.outer(X[0], Y[0]) / X.shape[1]


@mistake("hebb", hint="The first pair is row 0. With which row does the sum begin?")
def hebb_without_first_pair(X, Y):
    return X[1:].T @ Y[1:] / X.shape[1]


@mistake(
    "hebb",
    hint="The zero diagonal belongs to a network wired to itself. Here inputs and outputs are different cells.",
)
def hebb_zero_diagonal(X, Y):
    W = X.T @ Y / X.shape[1]
    np.fill_diagonal(W, 0)
    return W


@mistake("hebb", hint="Weights have sizes, not only signs. Where does the sign belong: at learning, or at recall?")
def hebb_signs(X, Y):
    return np.sign(X.T @ Y)


@mistake("hebb", hint="Is it X with Y that you associate, or X with itself?")
def hebb_with_itself(X, Y):
    return X.T @ X / X.shape[1]


@mistake(
    "hebb",
    hint="Silent cells are -1 here and not 0: two cells that are silent together strengthen their synapse as well.",
)
def hebb_zeros_and_ones(X, Y):
    return ((X + 1) / 2).T @ ((Y + 1) / 2) / X.shape[1]


@mistake("hebb", hint="A function leaves its arguments as they were. Is X or Y changed on the way?")
def hebb_changes_X(X, Y):
    X /= X.shape[1]
    return X.T @ Y


@mistake("stay_or_turn", hint="np.sign makes 0 of 0, which is no state. What should a unit with input 0 do?")
def turn_by_sign(h, s):
    return np.sign(h)


@mistake("stay_or_turn", hint="An input of exactly 0 gives no reason to move. What do you return there?")
def turn_up_at_zero(h, s):
    return np.where(h >= 0, 1.0, -1.0)


@mistake("stay_or_turn", hint="An input of exactly 0 gives no reason to move. What do you return there?")
def turn_down_at_zero(h, s):
    return np.where(h > 0, 1.0, -1.0)


@mistake("stay_or_turn", hint="States are +1 and -1 in this week, not 1 and 0.")
def turn_to_zeros_and_ones(h, s):
    return np.where(h > 0, 1.0, np.where(h < 0, 0.0, s))


@mistake("stay_or_turn", hint="However small an input is, it counts. Only exactly 0 leaves a unit alone.")
def turn_with_threshold(h, s):
    return np.where(h > 1e-8, 1.0, np.where(h < -1e-8, -1.0, s))


@mistake("stay_or_turn", hint="The old states should be left as they were. Do you write into s itself?")
def turn_in_place(h, s):
    s[h > 0] = 1
    s[h < 0] = -1
    return s


@mistake("stay_or_turn", hint="Which way does a unit turn when its input is positive?")
def turn_the_other_way(h, s):
    return np.where(h > 0, -1.0, np.where(h < 0, 1.0, s))


@mistake("stay_or_turn", hint="Does the old state count where the input is not 0?")
def turn_times_state(h, s):
    return np.where(h == 0, s, np.sign(h) * s)


@mistake("stay_or_turn", hint="The input alone decides, unless it is 0. Do you add the old state to it?")
def turn_with_state_added(h, s):
    return np.where(h + s > 0, 1.0, np.where(h + s < 0, -1.0, s))


@mistake("hopfield_weights", hint="A unit should not hear itself: what stands on the diagonal?")
def weights_with_diagonal(P):
    return P.T @ P / P.shape[1]


@mistake("hopfield_weights", hint="1 is taken from the diagonal, and p/N stands there: a unit should not hear itself at all.")
def weights_less_the_identity(P):
    return P.T @ P / P.shape[1] - np.eye(P.shape[1])


@mistake("hopfield_weights", hint="Only the diagonal is set to 0. Is p/N taken away from all the weights?")
def weights_all_less(P):
    return P.T @ P / P.shape[1] - len(P) / P.shape[1]


@mistake("hopfield_weights", hint="N is the number of units. By which number do you divide?")
def weights_divided_by_patterns(P):
    return P.T @ P / len(P) * (1 - np.eye(P.shape[1]))


@mistake("hopfield_weights", hint="The sum over the patterns is there; what is it divided by?")
def weights_not_divided(P):
    return P.T @ P * (1 - np.eye(P.shape[1]))


@mistake("hopfield_weights", hint="W connects units, so it is (N, N). What does your product connect?")
def weights_between_patterns(P):
    W = P @ P.T / P.shape[1]
    np.fill_diagonal(W, 0)
    return W


@mistake("hopfield_weights", hint="np.fill_diagonal changes its argument and returns None. What do you return?")
def weights_none(P):
    return np.fill_diagonal(P.T @ P / P.shape[1], 0)


@mistake("hopfield_weights", hint="The diagonal is 0, not 1.")
def weights_diagonal_one(P):
    W = P.T @ P / P.shape[1]
    np.fill_diagonal(W, 1)
    return W


@mistake("hopfield_weights", hint="The patterns are stored as they are. Is a mean taken away first?")
def weights_of_centred_patterns(P):
    Q = P - P.mean(axis=0)
    return Q.T @ Q / P.shape[1] * (1 - np.eye(P.shape[1]))


@mistake("hopfield_weights", hint="What i is to j, j is to i. Is one half of W empty?")
def weights_upper_half(P):
    return np.triu(P.T @ P / P.shape[1], 1)


@mistake("hopfield_weights", hint="The diagonal of the sum is p for p patterns, not 1. Is it really 0 in the end?")
def weights_identity_subtracted(P):
    N = P.shape[1]
    return (P.T @ P - np.eye(N)) / N


@mistake(
    "hopfield_weights",
    hint="Weights have sizes: units that agree in all patterns hold on to each other more strongly. Is a sign taken?",
)
def weights_signs(P):
    return np.sign(P.T @ P) * (1 - np.eye(P.shape[1])) / P.shape[1]


@mistake("hopfield_weights", hint="All patterns are stored, one on top of the other. Is W overwritten by the last one?")
def weights_last_pattern(P):
    W = np.outer(P[-1], P[-1]) / P.shape[1]
    np.fill_diagonal(W, 0)
    return W


@mistake("energy", hint="Every pair comes twice in the double sum. Which factor makes up for it?")
def energy_without_half(S, W):
    return -np.sum((S @ W) * S, axis=1)


HALVED_TWICE = "Each pair counts once here, and is halved besides: the double sum has every pair twice, (i, j) and (j, i)."


@mistake("energy", hint=HALVED_TWICE)
def energy_half_of_each_pair(S, W):
    return -0.5 * np.sum((S @ np.tril(W, -1)) * S, axis=1)


@mistake("energy", hint=HALVED_TWICE)
def energy_half_of_each_pair_above(S, W):
    return -0.5 * np.sum((S @ np.triu(W, 1)) * S, axis=1)


@mistake("energy", hint="States that agree with the weights lie low. Which sign has the energy?")
def energy_positive(S, W):
    return 0.5 * np.sum((S @ W) * S, axis=1)


@mistake("energy", hint="S W S^T pairs each state with each other state. Which of its entries do you want?")
def energy_all_pairs(S, W):
    return -0.5 * S @ W @ S.T


@mistake("energy", hint="S W S^T pairs each state with each other state, and its rows are added up here. Which of its "
                        "entries do you want?")
def energy_all_pairs_added(S, W):
    return -0.5 * np.sum(S @ W @ S.T, axis=1)



@mistake("energy", hint="One number a state: are they added up to a single one?")
def energy_trace(S, W):
    return -0.5 * np.trace(S @ W @ S.T)


@mistake("energy", hint="One number a state: are they added up to a single one?")
def energy_total(S, W):
    return np.array([-0.5 * np.sum((S @ W) * S)])


@mistake("energy", hint="The energy is a sum over the units, not a mean.")
def energy_mean(S, W):
    return -0.5 * np.mean((S @ W) * S, axis=1)


@mistake("energy", hint="The double sum takes all pairs (i, j): i = j too, and both (i, j) and (j, i).")
def energy_upper_half(S, W):
    return -np.sum((S @ np.triu(W, 1)) * S, axis=1)


@mistake("energy", hint="The double sum takes all pairs (i, j), those with i = j as well.")
def energy_without_diagonal(S, W):
    return -0.5 * np.sum((S @ (W * (1 - np.eye(len(W))))) * S, axis=1)


@mistake("energy", hint="States are the rows of S. Along which axis do you sum?")
def energy_wrong_axis(S, W):
    return -0.5 * np.sum((S @ W) * S, axis=0)


@mistake("energy", hint="States are the rows of S; for which states is this the energy?")
def energy_of_columns(S, W):
    return -0.5 * np.diag(S.T @ W @ S) if S.shape[0] == S.shape[1] else -0.5 * np.sum((S.T @ S) * W)


@mistake("energy", hint="The state stands on both sides of W in the formula. Is one of them missing?")
def energy_without_second_state(S, W):
    return -0.5 * np.sum(S @ W, axis=1)


@mistake("energy", hint="One state is a stack too: what is the shape for n = 1?")
def energy_scalar_for_one(S, W):
    E = -0.5 * np.sum((S @ W) * S, axis=1)
    return E[0] if len(E) == 1 else E


@mistake("energy", hint="The absolute value is taken somewhere; an energy may have either sign.")
def energy_absolute(S, W):
    return -0.5 * np.abs(np.sum((S @ W) * S, axis=1))


@mistake("update", hint="Each unit should see what the ones before have become. Which state does your loop read?")
def update_at_once(s, W, order):
    new = s.copy()
    for i in order:
        new[i] = stay_or_turn(W[i] @ s, s[i])
    return new


@mistake("update", hint="Is order used, or do the units take their turns from 0 to N - 1?")
def update_own_order(s, W, order):
    s = s.copy()
    for i in range(len(s)):
        s[i] = stay_or_turn(W[i] @ s, s[i])
    return s


@mistake(
    "update",
    hint="Only the units in order take a turn, and as often as they stand there. Is order sorted, or made a set?",
)
def update_sorted_order(s, W, order):
    s = s.copy()
    for i in sorted(set(int(i) for i in order)):
        s[i] = stay_or_turn(W[i] @ s, s[i])
    return s


@mistake("update", hint="The old state should be left as it was: where is the copy?")
def update_in_place(s, W, order):
    for i in order:
        s[i] = stay_or_turn(W[i] @ s, s[i])
    return s


@mistake("update", hint="A unit whose input is exactly 0 stays what it was. What does np.sign make of 0?")
def update_by_sign(s, W, order):
    s = s.copy()
    for i in order:
        s[i] = np.sign(W[i] @ s)
    return s


@mistake("update", hint="A unit whose input is exactly 0 stays what it was.")
def update_up_at_zero(s, W, order):
    s = s.copy()
    for i in order:
        s[i] = 1 if W[i] @ s >= 0 else -1
    return s


@mistake("update", hint="Unit i receives the sum over j of W[i, j] s[j]. Is it row i or column i that you use?")
def update_by_columns(s, W, order):
    s = s.copy()
    for i in order:
        s[i] = stay_or_turn(W[:, i] @ s, s[i])
    return s


@mistake("update", hint="A state is +1 or -1. Is it the input that you put in its place?")
def update_returns_inputs(s, W, order):
    s = s.copy()
    for i in order:
        s[i] = W[i] @ s
    return s


@mistake("update", hint="Unit i's input is the sum over all j of W[i, j] s[j]. Is one of them left out?")
def update_without_itself(s, W, order):
    s = s.copy()
    for i in order:
        s[i] = stay_or_turn(W[i] @ s - W[i, i] * s[i], s[i])
    return s


@mistake("update", hint="Where its input is 0 a unit stays what it is by then. Is it the state at the start that you put there?")
def update_back_to_the_start_at_zero(s, W, order):
    new = s.copy()
    for i in order:
        new[i] = stay_or_turn(W[i] @ new, s[i])
    return new


@mistake("update", hint="An input of 0 leaves this one unit alone. Do the others of order still have their turn after it?")
def update_ends_at_zero(s, W, order):
    s = s.copy()
    for i in order:
        h = W[i] @ s
        if h == 0:
            break
        s[i] = np.sign(h)
    return s


@mistake("update", hint="All units of order take their turn, also after one has changed. Where does the loop end?")
def update_stops_at_first_change(s, W, order):
    s = s.copy()
    for i in order:
        new = stay_or_turn(W[i] @ s, s[i])
        if new != s[i]:
            s[i] = new
            break
    return s


@mistake("update", hint="Does the last unit of order get its turn?")
def update_without_last(s, W, order):
    s = s.copy()
    for i in list(order)[:-1]:
        s[i] = stay_or_turn(W[i] @ s, s[i])
    return s


@mistake("update", hint="The whole state comes back, also the units that had no turn.")
def update_returns_updated_only(s, W, order):
    s = s.copy()
    for i in order:
        s[i] = stay_or_turn(W[i] @ s, s[i])
    return s[np.array(order, dtype=int)]


@mistake("update", hint="The order is walked through from the wrong end.")
def update_backwards(s, W, order):
    s = s.copy()
    for i in list(order)[::-1]:
        s[i] = stay_or_turn(W[i] @ s, s[i])
    return s


@mistake("update", hint="Unit i itself turns, by its own row: which place of s do you write to?")
def update_by_count(s, W, order):
    s = s.copy()
    for k, i in enumerate(order):
        s[k] = stay_or_turn(W[i] @ s, s[k])
    return s


@mistake("settle", hint="A fresh order for every sweep: where in your code is it drawn?")
def settle_same_order(s, W, rng, max_sweeps=100):
    energies, order = [energy(s[None], W)[0]], rng.permutation(len(s))
    for _ in range(max_sweeps):
        before = s
        s = update(s, W, order)
        energies.append(energy(s[None], W)[0])
        if np.array_equal(s, before):
            break
    return s, energies


@mistake("settle", hint="In a sweep every unit takes exactly one turn. May one be drawn twice here, and another never?")
def settle_with_replacement(s, W, rng, max_sweeps=100):
    energies = [energy(s[None], W)[0]]
    for _ in range(max_sweeps):
        before = s
        s = update(s, W, rng.integers(0, len(s), len(s)))
        energies.append(energy(s[None], W)[0])
        if np.array_equal(s, before):
            break
    return s, energies


@mistake("settle", hint="All randomness should come from the argument rng. Who draws your orders?")
def settle_global_random(s, W, rng, max_sweeps=100):
    energies = [energy(s[None], W)[0]]
    for _ in range(max_sweeps):
        before = s
        s = update(s, W, np.random.permutation(len(s)))
        energies.append(energy(s[None], W)[0])
        if np.array_equal(s, before):
            break
    return s, energies


@mistake("settle", hint="The orders should be random, drawn from rng. Are the units visited from 0 to N - 1?")
def settle_in_order(s, W, rng, max_sweeps=100):
    energies = [energy(s[None], W)[0]]
    for _ in range(max_sweeps):
        before = s
        s = update(s, W, range(len(s)))
        energies.append(energy(s[None], W)[0])
        if np.array_equal(s, before):
            break
    return s, energies


@mistake("settle", hint="The first of the energies is that of the start, before any sweep.")
def settle_without_start(s, W, rng, max_sweeps=100):
    energies = []
    for _ in range(max_sweeps):
        before = s
        s = update(s, W, rng.permutation(len(s)))
        energies.append(energy(s[None], W)[0])
        if np.array_equal(s, before):
            break
    return s, energies


@mistake("settle", hint="One energy a sweep, not one a turn.")
def settle_energy_of_each_turn(s, W, rng, max_sweeps=100):
    energies = [energy(s[None], W)[0]]
    for _ in range(max_sweeps):
        before = s
        for i in rng.permutation(len(s)):
            s = update(s, W, [i])
            energies.append(energy(s[None], W)[0])
        if np.array_equal(s, before):
            break
    return s, energies


@mistake(
    "settle",
    hint="The sweep that changed nothing has its energy in the list, too. What happens before your loop ends?",
)
def settle_last_energy_missing(s, W, rng, max_sweeps=100):
    energies = [energy(s[None], W)[0]]
    for _ in range(max_sweeps):
        before = s
        s = update(s, W, rng.permutation(len(s)))
        if np.array_equal(s, before):
            break
        energies.append(energy(s[None], W)[0])
    return s, energies


@mistake("settle", hint="One sweep in which nothing changed is enough. How many do you wait for?")
def settle_one_sweep_late(s, W, rng, max_sweeps=100):
    energies, still = [energy(s[None], W)[0]], 0
    for _ in range(max_sweeps):
        before = s
        s = update(s, W, rng.permutation(len(s)))
        energies.append(energy(s[None], W)[0])
        still = still + 1 if np.array_equal(s, before) else 0
        if still == 2:
            break
    return s, energies


@mistake("settle", hint="One sweep is hardly ever enough. What has to be true before you stop?")
def settle_one_sweep_only(s, W, rng, max_sweeps=100):
    start = energy(s[None], W)[0]
    s = update(s, W, rng.permutation(len(s)))
    return s, [start, energy(s[None], W)[0]]


@mistake("settle", hint="Stop as soon as a sweep has changed nothing; are all max_sweeps done every time?")
def settle_never_stops_early(s, W, rng, max_sweeps=100):
    energies = [energy(s[None], W)[0]]
    for _ in range(max_sweeps):
        s = update(s, W, rng.permutation(len(s)))
        energies.append(energy(s[None], W)[0])
    return s, energies


@mistake(
    "settle",
    hint="All energies in your list are the same. Of which state is each, and is the list filled while it runs?",
)
def settle_energies_of_last_state(s, W, rng, max_sweeps=100):
    sweeps = 0
    for _ in range(max_sweeps):
        before = s
        s = update(s, W, rng.permutation(len(s)))
        sweeps += 1
        if np.array_equal(s, before):
            break
    return s, [energy(s[None], W)[0]] * (sweeps + 1)


@mistake("settle", hint="The start should be left as it was: where is the copy?")
def settle_in_place(s, W, rng, max_sweeps=100):
    energies = [energy(s[None], W)[0]]
    for _ in range(max_sweeps):
        before = s.copy()
        s[:] = update(s, W, rng.permutation(len(s)))
        energies.append(energy(s[None], W)[0])
        if np.array_equal(s, before):
            break
    return s, energies


@mistake("settle", hint="In a sweep each unit sees what those before have become. Do all move at once here?")
def settle_at_once(s, W, rng, max_sweeps=100):
    energies = [energy(s[None], W)[0]]
    for _ in range(max_sweeps):
        before = s
        s = stay_or_turn(W @ s, s)
        energies.append(energy(s[None], W)[0])
        if np.array_equal(s, before):
            break
    return s, energies


@mistake("settle", hint="Until a sweep changes nothing: equal energies do not yet say that no unit has turned.")
def settle_until_energy_stays(s, W, rng, max_sweeps=100):
    energies = [energy(s[None], W)[0]]
    for _ in range(max_sweeps):
        s = update(s, W, rng.permutation(len(s)))
        energies.append(energy(s[None], W)[0])
        if energies[-1] == energies[-2]:
            break
    return s, energies


@mistake("settle", hint="Two things come back: the state and the energies.")
def settle_state_only(s, W, rng, max_sweeps=100):
    for _ in range(max_sweeps):
        before = s
        s = update(s, W, rng.permutation(len(s)))
        if np.array_equal(s, before):
            break
    return s


@mistake("bam", hint="After a new x, y hears that new x. In which order do the two take turns?")
def bam_at_once(x, W, max_steps=100):
    y = stay_or_turn(x @ W, np.ones(W.shape[1]))
    for _ in range(max_steps):
        old_x, old_y = x, y
        x, y = stay_or_turn(W @ old_y, old_x), stay_or_turn(old_x @ W, old_y)
        if np.array_equal(x, old_x) and np.array_equal(y, old_y):
            break
    return x, y


@mistake("bam", hint="Where an input is 0, a unit stays what it was. What does np.sign make of 0?")
def bam_by_sign(x, W, max_steps=100):
    y = np.sign(x @ W)
    for _ in range(max_steps):
        old_x, old_y = x, y
        x = np.sign(W @ y)
        y = np.sign(x @ W)
        if np.array_equal(x, old_x) and np.array_equal(y, old_y):
            break
    return x, y


@mistake("bam", hint="y hears x W, and x hears W y. Which of them is turned round?")
def bam_transposed(x, W, max_steps=100):
    y = stay_or_turn(W @ x, np.ones(W.shape[0]))
    for _ in range(max_steps):
        old_x, old_y = x, y
        x = stay_or_turn(y @ W, x)
        y = stay_or_turn(W @ x, y)
        if np.array_equal(x, old_x) and np.array_equal(y, old_y):
            break
    return x, y


@mistake("bam", hint="Go on until nothing changes. After how many steps do you return?")
def bam_one_step(x, W, max_steps=100):
    y = stay_or_turn(x @ W, np.ones(W.shape[1]))
    x = stay_or_turn(W @ y, x)
    return x, stay_or_turn(x @ W, y)


@mistake("bam", hint="The first y is only the beginning: x has not listened to y yet.")
def bam_first_answer(x, W, max_steps=100):
    return x.copy(), stay_or_turn(x @ W, np.ones(W.shape[1]))


@mistake("bam", hint="The first y is +1 everywhere, whatever x is. What should it hear before x hears it?")
def bam_first_y_all_ones(x, W, max_steps=100):
    y = np.ones(W.shape[1])
    for _ in range(max_steps):
        old_x, old_y = x, y
        x = stay_or_turn(W @ y, x)
        y = stay_or_turn(x @ W, y)
        if np.array_equal(x, old_x) and np.array_equal(y, old_y):
            break
    return x, y


@mistake("bam", hint="Where its first input is 0, y starts from +1. From what does yours start?")
def bam_from_minus_one(x, W, max_steps=100):
    y = stay_or_turn(x @ W, -np.ones(W.shape[1]))
    for _ in range(max_steps):
        old_x, old_y = x, y
        x = stay_or_turn(W @ y, x)
        y = stay_or_turn(x @ W, y)
        if np.array_equal(x, old_x) and np.array_equal(y, old_y):
            break
    return x, y


@mistake("bam", hint="Where a later input is 0, a unit keeps its own state, and does not start from +1 again.")
def bam_plus_one_each_time(x, W, max_steps=100):
    y = stay_or_turn(x @ W, np.ones(W.shape[1]))
    for _ in range(max_steps):
        old_x, old_y = x, y
        x = stay_or_turn(W @ y, np.ones(len(x)))
        y = stay_or_turn(x @ W, np.ones(len(y)))
        if np.array_equal(x, old_x) and np.array_equal(y, old_y):
            break
    return x, y


@mistake("bam", hint="Where an input is 0, a unit stays what it was a step before. Is its state at the start put there?")
def bam_back_to_the_start_at_zero(x, W, max_steps=100):
    start_x, start_y = x, stay_or_turn(x @ W, np.ones(W.shape[1]))
    y = start_y
    for _ in range(max_steps):
        old_x, old_y = x, y
        x = stay_or_turn(W @ y, start_x)
        y = stay_or_turn(x @ W, start_y)
        if np.array_equal(x, old_x) and np.array_equal(y, old_y):
            break
    return x, y


@mistake("bam", hint="(x, y) was asked for, in this order.")
def bam_other_way_round(x, W, max_steps=100):
    y = stay_or_turn(x @ W, np.ones(W.shape[1]))
    for _ in range(max_steps):
        old_x, old_y = x, y
        x = stay_or_turn(W @ y, x)
        y = stay_or_turn(x @ W, y)
        if np.array_equal(x, old_x) and np.array_equal(y, old_y):
            break
    return y, x


@mistake("bam", hint="y is recalled, but where is x? Both sides come back.")
def bam_y_only(x, W, max_steps=100):
    y = stay_or_turn(x @ W, np.ones(W.shape[1]))
    for _ in range(max_steps):
        old_x, old_y = x, y
        x = stay_or_turn(W @ y, x)
        y = stay_or_turn(x @ W, y)
        if np.array_equal(x, old_x) and np.array_equal(y, old_y):
            break
    return y


@mistake("bam", hint="The x it was given should be left as it was: where is the copy?")
def bam_in_place(x, W, max_steps=100):
    y = stay_or_turn(x @ W, np.ones(W.shape[1]))
    for _ in range(max_steps):
        old_x, old_y = x.copy(), y
        x[:] = stay_or_turn(W @ y, x)
        y = stay_or_turn(x @ W, y)
        if np.array_equal(x, old_x) and np.array_equal(y, old_y):
            break
    return x, y


@mistake("bam", hint="max_steps is the most it may take. Does your loop ever count?")
def bam_ignores_max_steps(x, W, max_steps=100):
    y = stay_or_turn(x @ W, np.ones(W.shape[1]))
    for _ in range(1000):
        old_x, old_y = x, y
        x = stay_or_turn(W @ y, x)
        y = stay_or_turn(x @ W, y)
        if np.array_equal(x, old_x) and np.array_equal(y, old_y):
            break
    return x, y
