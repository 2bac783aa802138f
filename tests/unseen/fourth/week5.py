"""Wrong solutions of week 5 as students write them, measured before the naming code was changed for any of them."""
# ruff: noqa
import numpy as np


def hebb__number_of_patterns(X, Y):
    p = len(X)
    return np.dot(X.T, Y) / p


def hebb__assignment_instead_of_addition(X, Y):
    p, d = X.shape
    W = np.zeros((d, Y.shape[1]))
    for x, y in zip(X, Y):
        W[:] = np.outer(x, y) / d
    return W


def hebb__every_x_with_every_y(X, Y):
    d = X.shape[1]
    W = np.zeros((d, Y.shape[1]))
    for x in X:
        for y in Y:
            W += np.outer(x, y)
    return W / d


def hebb__centred_first(X, Y):
    Xc = X - X.mean(axis=0)
    Yc = Y - Y.mean(axis=0)
    return Xc.T @ Yc / X.shape[1]


def hebb__divides_in_each_round(X, Y):
    d = X.shape[1]
    W = np.zeros((d, Y.shape[1]))
    for i in range(X.shape[0]):
        W = (W + np.outer(X[i], Y[i])) / d
    return W


def stay_or_turn__sign(h, s):
    return np.sign(h)


def stay_or_turn__zero_fires(h, s):
    new = np.ones_like(s)
    new[h < 0] = -1
    return new


def stay_or_turn__flips_when_disagreeing_input(h, s):
    return np.where(h < 0, -s, s)


def stay_or_turn__tolerance(h, s):
    new_s = s.copy()
    quiet = np.isclose(h, 0)
    new_s[~quiet] = np.sign(h[~quiet])
    return new_s


def stay_or_turn__old_array_filled(h, s):
    s[h > 0] = 1.0
    s[h < 0] = -1.0
    return s


def hopfield_weights__diagonal_kept(P):
    p, N = P.shape
    W = np.zeros((N, N))
    for pattern in P:
        W += np.outer(pattern, pattern)
    return W / N


def hopfield_weights__identity_off_once(P):
    N = P.shape[1]
    return (P.T @ P) / N - np.eye(N)


def hopfield_weights__loop_upper_half(P):
    p, N = P.shape
    W = np.zeros((N, N))
    for mu in range(p):
        for i in range(N):
            for j in range(i + 1, N):
                W[i, j] += P[mu, i] * P[mu, j] / N
    return W


def hopfield_weights__rows_for_units(P):
    N, p = P.shape
    W = P.T @ P / N
    for i in range(W.shape[0]):
        W[i, i] = 0
    return W


def hopfield_weights__integer_division(P):
    N = P.shape[1]
    W = (P.T @ P) // N
    np.fill_diagonal(W, 0)
    return W


def energy__full_matrix_summed(S, W):
    return -0.5 * np.sum(S @ W @ S.T, axis=1)


def energy__half_missing(S, W):
    return np.array([-s @ W @ s for s in S])


def energy__one_number(S, W):
    total = 0.0
    for s in S:
        total += -0.5 * s.dot(W).dot(s)
    return total


def energy__without_diagonal(S, W):
    E = np.zeros(len(S))
    N = W.shape[0]
    for k, s in enumerate(S):
        for i in range(N):
            for j in range(N):
                if i != j:
                    E[k] -= 0.5 * W[i, j] * s[i] * s[j]
    return E


def energy__pairs_counted_once_halved(S, W):
    n, N = S.shape
    energies = []
    for s in S:
        e = 0
        for i in range(N):
            for j in range(i):
                e += W[i, j] * s[i] * s[j]
        energies.append(-0.5 * e)
    return np.array(energies)


def update__all_inputs_before(s, W, order):
    h = W @ s
    new = s.copy()
    for i in order:
        new[i] = stay_or_turn(h[i], s[i])
    return new


def update__column_of_w(s, W, order):
    state = np.array(s, dtype=float)
    for i in order:
        h = np.sum(W[:, i] * state)
        if h > 0:
            state[i] = 1.0
        elif h < 0:
            state[i] = -1.0
    return state


def update__every_unit_once(s, W, order):
    state = s.copy()
    for i in sorted(set(order)):
        state[i] = stay_or_turn(W[i] @ state, state[i])
    return state


def update__reads_old_state(s, W, order):
    new_s = s.copy()
    for i in order:
        h = 0
        for j in range(len(s)):
            h += W[i, j] * s[j]
        new_s[i] = stay_or_turn(h, new_s[i])
    return new_s


def update__zero_turns_up(s, W, order):
    out = s.copy()
    for unit in order:
        out[unit] = 1.0 if W[unit] @ out >= 0 else -1.0
    return out


def settle__one_order_for_all(s, W, rng, max_sweeps=100):
    order = rng.permutation(len(s))
    energies = [energy(s[None, :], W)[0]]
    for _ in range(max_sweeps):
        new = update(s, W, order)
        energies.append(energy(new[None, :], W)[0])
        if np.array_equal(new, s):
            break
        s = new
    return s, energies


def settle__stops_when_energy_equal(s, W, rng, max_sweeps=100):
    E = energy(s.reshape(1, -1), W)[0]
    energies = [E]
    for sweep in range(max_sweeps):
        s = update(s, W, rng.permutation(s.size))
        E_new = energy(s.reshape(1, -1), W)[0]
        energies.append(E_new)
        if E_new == E:
            break
        E = E_new
    return s, energies


def settle__last_energy_missing(s, W, rng, max_sweeps=100):
    energies = [energy(s[np.newaxis], W)[0]]
    state = s.copy()
    for _ in range(max_sweeps):
        new_state = update(state, W, rng.permutation(len(state)))
        if np.all(new_state == state):
            return state, energies
        state = new_state
        energies.append(energy(state[np.newaxis], W)[0])
    return state, energies


def settle__energies_as_arrays(s, W, rng, max_sweeps=100):
    energies = [energy(s[None], W)]
    for _ in range(max_sweeps):
        old = s.copy()
        s = update(s, W, rng.permutation(len(s)))
        energies.append(energy(s[None], W))
        if (s == old).all():
            break
    return s, energies


def settle__random_units(s, W, rng, max_sweeps=100):
    N = len(s)
    energies = [energy(s[None], W)[0]]
    for t in range(max_sweeps):
        order = rng.integers(0, N, size=N)
        new = update(s, W, order)
        energies.append(energy(new[None], W)[0])
        same = np.array_equal(new, s)
        s = new
        if same:
            break
    return s, energies


def bam__x_from_old_y_at_once(x, W, max_steps=100):
    y = stay_or_turn(x @ W, np.ones(W.shape[1]))
    for _ in range(max_steps):
        x_new = stay_or_turn(W @ y, x)
        y_new = stay_or_turn(x @ W, y)
        if np.array_equal(x_new, x) and np.array_equal(y_new, y):
            break
        x, y = x_new, y_new
    return x, y


def bam__signs(x, W, max_steps=100):
    y = np.sign(x @ W)
    for _ in range(max_steps):
        x_new = np.sign(W @ y)
        y_new = np.sign(x_new @ W)
        if np.all(x_new == x) and np.all(y_new == y):
            break
        x, y = x_new, y_new
    return x, y


def bam__first_y_all_ones(x, W, max_steps=100):
    y = np.ones(W.shape[1])
    for step in range(max_steps):
        new_x = stay_or_turn(W @ y, x)
        new_y = stay_or_turn(W.T @ new_x, y)
        if np.array_equal(new_x, x) and np.array_equal(new_y, y):
            return x, y
        x, y = new_x, new_y
    return x, y


def bam__ones_at_every_step(x, W, max_steps=100):
    d, m = W.shape
    y = stay_or_turn(x @ W, np.ones(m))
    for _ in range(max_steps):
        x_old, y_old = x, y
        x = stay_or_turn(W @ y, np.ones(d))
        y = stay_or_turn(x @ W, np.ones(m))
        if np.array_equal(x, x_old) and np.array_equal(y, y_old):
            break
    return x, y
