"""Wrong solutions of week 5 as students write them, measured before the naming code was changed for any of them."""
# ruff: noqa
import numpy as np


def stay_or_turn__sign_only(h, s):
    return np.sign(h)


def stay_or_turn__ge(h, s):
    new = s.copy()
    new[h >= 0] = 1
    new[h < 0] = -1
    return new


def hopfield_weights__loop_keeps_diagonal(P):
    N = P.shape[1]
    W = np.zeros((N, N))
    for p in P:
        W += np.outer(p, p)
    return W / N


def hopfield_weights__divides_by_patterns(P):
    W = P.T @ P / len(P)
    for i in range(len(W)):
        W[i, i] = 0
    return W


def energy__all_pairs(S, W):
    return -0.5 * (S @ W @ S.T)


def energy__no_half(S, W):
    out = []
    for s in S:
        out.append(-(s @ W @ s))
    return np.array(out)


def energy__sum_abs(S, W):
    return 0.5 * np.einsum("ni,ij,nj->n", S, np.abs(W), S)


def update__all_at_once(s, W, order):
    h = W @ s
    new = s.copy()
    for i in order:
        new[i] = stay_or_turn(h[i], s[i])
    return new


def update__columns(s, W, order):
    s = s.copy()
    for i in order:
        total = 0
        for j in range(len(s)):
            total += W[j, i] * s[j]
        s[i] = stay_or_turn(total, s[i])
    return s


def update__in_order(s, W, order):
    s = s.copy()
    for i in range(len(s)):
        s[i] = stay_or_turn(W[i] @ s, s[i])
    return s


def settle__no_first_energy(s, W, rng, max_sweeps=100):
    energies = []
    for _ in range(max_sweeps):
        new = update(s, W, rng.permutation(len(s)))
        energies.append(energy(new[None], W)[0])
        if (new == s).all():
            break
        s = new
    return s, energies


def settle__stops_on_energy(s, W, rng, max_sweeps=100):
    order = rng.permutation(len(s))
    energies = [energy(s[None], W)[0]]
    for _ in range(max_sweeps):
        before = s
        s = update(s, W, order)
        energies.append(energy(s[None], W)[0])
        if np.array_equal(s, before):
            break
    return s, energies
