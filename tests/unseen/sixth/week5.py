"""Wrong solutions of week 5, written blind to the naming engine."""
import numpy as np


def hebb__divided_by_outputs(X, Y):
    # divides by the number of output units m, not of inputs d
    return X.T @ Y / Y.shape[1]


def hebb__weights_clipped(X, Y):
    # only the sign of each sum is kept, then divided by d
    d = X.shape[1]
    return np.sign(np.einsum("pd,pm->dm", X, Y)) / d


def hebb__diagonal_cleared(X, Y):
    # clears the diagonal as in a Hopfield network, though inputs and outputs are different cells
    W = X.T @ Y / X.shape[1]
    np.fill_diagonal(W, 0)
    return W


def hebb__first_pair_left_out(X, Y):
    # the loop begins at 1: the first pair is not stored
    p, d = X.shape
    W = np.zeros((d, Y.shape[1]))
    for k in range(1, p):
        W += np.outer(X[k], Y[k])
    return W / d


def stay_or_turn__state_as_a_small_push(h, s):
    # adds a tenth of the old state to the input, which outweighs small inputs
    return np.sign(h + 0.1 * s)


def stay_or_turn__turns_at_zero(h, s):
    # a unit with input exactly 0 turns round
    return np.where(h * s > 0, s, -s)


def stay_or_turn__agrees_or_not(h, s):
    # +1 where input and state agree and -1 where not, relative to the old state
    return np.where(h * s < 0, -1.0, 1.0)


def stay_or_turn__old_states_overwritten(h, s):
    # new is another name of s, so the old states are overwritten
    new = s
    new[h > 0] = 1
    new[h < 0] = -1
    return new


def hopfield_weights__square_of_the_sum(P):
    # the outer product of the summed patterns, in place of the sum of outer products
    total = P.sum(axis=0)
    W = np.outer(total, total) / len(total)
    np.fill_diagonal(W, 0)
    return W


def hopfield_weights__identity_subtracted(P):
    # subtracts the identity, though the diagonal holds p/N
    N = P.shape[1]
    return P.T @ P / N - np.eye(N)


def hopfield_weights__upper_half_only(P):
    # fills each pair once, above the diagonal, and leaves the lower half at 0
    p, N = P.shape
    W = np.zeros((N, N))
    for i in range(N):
        for j in range(i + 1, N):
            W[i, j] = np.sum(P[:, i] * P[:, j]) / N
    return W


def hopfield_weights__divided_by_others(P):
    # divides by N - 1, because a unit does not hear itself
    N = P.shape[1]
    W = (P.T @ P) / (N - 1)
    W[np.arange(N), np.arange(N)] = 0.0
    return W


def energy__sum_of_inputs(S, W):
    # adds up the inputs of the units and does not multiply by the states again
    return -0.5 * (S @ W.T).sum(axis=1)


def energy__einsum_letter(S, W):
    # the last letter of the einsum is i again, so s_i is squared and s_j never comes in
    return -0.5 * np.einsum("ni,ij,ni->n", S, W, S)


def energy__pairs_above_the_diagonal(S, W):
    # each pair i < j once and without the half, so the diagonal and an asymmetric part are lost
    n, N = S.shape
    E = np.zeros(n)
    for k in range(n):
        for i in range(N):
            for j in range(i + 1, N):
                E[k] -= W[i, j] * S[k, i] * S[k, j]
    return E


def energy__states_across(S, W):
    # sums whole rows of S W S^T, so each state is crossed with all the others
    return -0.5 * np.sum(S @ W @ S.T, axis=1)


def update__inputs_worked_out_first(s, W, order):
    # all inputs come from the old state: nobody sees what the ones before have become
    new = s.copy()
    h = W @ s
    for i in order:
        new[i] = stay_or_turn(h[i], new[i])
    return new


def update__index_not_order(s, W, order):
    # counts 0, 1, 2, ... through the order instead of taking the units that stand in it
    s = np.array(s)
    for i in range(len(order)):
        s[i] = stay_or_turn(np.dot(W[i], s), s[i])
    return s


def update__each_unit_once(s, W, order):
    # np.unique puts the order's units in order of number and leaves repeats out
    state = s.copy()
    for i in np.unique(order).astype(int):
        state[i] = stay_or_turn(W[i] @ state, state[i])
    return state


def update__first_state_at_ties_and_column(s, W, order):
    # at an input of 0 it returns to the state from the very start, and takes the column of W
    new = s.copy()
    for i in order:
        new[i] = stay_or_turn(W[:, i] @ new, s[i])
    return new


def settle__units_drawn_with_repeats(s, W, rng, max_sweeps=100):
    # draws N units with replacement, so a sweep misses some of them
    energies = [energy(s[None], W)[0]]
    for _ in range(max_sweeps):
        new = update(s, W, rng.integers(0, len(s), len(s)))
        energies.append(energy(new[None], W)[0])
        same = np.array_equal(new, s)
        s = new
        if same:
            break
    return s, energies


def settle__last_energy_not_written(s, W, rng, max_sweeps=100):
    # leaves the loop before it writes down the energy after the quiet sweep
    state = s.copy()
    energies = [energy(state[None, :], W)[0]]
    for sweep in range(max_sweeps):
        new = update(state, W, rng.permutation(len(s)))
        if np.all(new == state):
            break
        state = new
        energies.append(energy(state[None, :], W)[0])
    return state, energies


def settle__stops_when_energy_does_not_fall(s, W, rng, max_sweeps=100):
    # stops when the energy has not fallen, whatever the state did, and gives back the state before
    E = [float(energy(s.reshape(1, -1), W)[0])]
    for _ in range(max_sweeps):
        new = update(s, W, rng.permutation(s.size))
        E.append(float(energy(new.reshape(1, -1), W)[0]))
        if E[-1] >= E[-2]:
            break
        s = new
    return s, E


def settle__one_order_and_one_sweep_short(s, W, rng, max_sweeps=100):
    # one order for all sweeps, and one sweep fewer than max_sweeps
    order = rng.permutation(len(s))
    energies = [energy(s[np.newaxis], W)[0]]
    for _ in range(1, max_sweeps):
        before = s.copy()
        s = update(s, W, order)
        energies.append(energy(s[np.newaxis], W)[0])
        if (before == s).all():
            break
    return s, energies


def bam__both_sides_at_once(x, W, max_steps=100):
    # x and y are worked out at the same moment, each from the other's old state
    y = stay_or_turn(x @ W, np.ones(W.shape[1]))
    for _ in range(max_steps):
        new_x, new_y = stay_or_turn(W @ y, x), stay_or_turn(x @ W, y)
        if np.array_equal(new_x, x) and np.array_equal(new_y, y):
            break
        x, y = new_x, new_y
    return x, y


def bam__ties_always_plus(x, W, max_steps=100):
    # inputs of 0 make +1 at every step, on both sides, not only at the first y
    d, m = W.shape
    y = stay_or_turn(x @ W, np.ones(m))
    for _ in range(max_steps):
        old = (x, y)
        x = stay_or_turn(W @ y, np.ones(d))
        y = stay_or_turn(x @ W, np.ones(m))
        if np.array_equal(x, old[0]) and np.array_equal(y, old[1]):
            return x, y
    return x, y


def bam__there_and_back_once(x, W, max_steps=100):
    # goes there and back one time only, without repeating
    y = stay_or_turn(x @ W, np.ones(W.shape[1]))
    x = stay_or_turn(y @ W.T, x)
    return x, y


def bam__start_goes_on_speaking(x, W, max_steps=100):
    # the start is added to x's input at every step, as if it went on being shown
    x0 = x
    y = stay_or_turn(x @ W, np.ones(W.shape[1]))
    for _ in range(max_steps):
        old_x, old_y = x, y
        x = stay_or_turn(W @ y + x0, x)
        y = stay_or_turn(x @ W, y)
        if (x == old_x).all() and (y == old_y).all():
            break
    return x, y
