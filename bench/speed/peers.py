"""Overhead of other gradient checkers on a vectorised loss: time of the check over that of its evaluations."""
import time


def best(call, rounds=5):
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return min(times)


def scipy_rows():
    try:
        import numpy as np
        from scipy.optimize import approx_fprime, check_grad
    except ImportError:
        return
    random = np.random.default_rng(1)
    a, y, x = random.normal(size=(500, 40)), random.normal(size=500), random.normal(size=40)

    def loss(w):
        r = a @ w - y
        return r @ r

    def gradient(w):
        return 2 * a.T @ (a @ w - y)

    plain = best(lambda: [loss(x) for _ in range(41)])
    print(f"scipy.optimize.check_grad\t{best(lambda: check_grad(loss, gradient, x)) / plain:.2f}")
    print(f"scipy.optimize.approx_fprime\t{best(lambda: approx_fprime(x, loss)) / plain:.2f}")


def torch_rows():
    try:
        import torch
    except ImportError:
        return
    torch.manual_seed(1)
    a, y = torch.randn(500, 40, dtype=torch.float64), torch.randn(500, dtype=torch.float64)
    x = torch.randn(40, dtype=torch.float64, requires_grad=True)

    def loss(w):
        r = a @ w - y
        return r @ r

    def plain():
        with torch.no_grad():
            for _ in range(80):
                loss(x)

    base = best(plain)
    print(f"torch.autograd.gradcheck\t{best(lambda: torch.autograd.gradcheck(loss, (x,))) / base:.2f}")
    print(f"torch.autograd.gradcheck, fast_mode\t{best(lambda: torch.autograd.gradcheck(loss, (x,), fast_mode=True)) / base:.2f}")


scipy_rows()
torch_rows()
