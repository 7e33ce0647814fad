"""What other gradient checkers cost beside the loss, on the least squares of the table above (vectorised).

python3 peers.py scipy|torch prints a line per checker: name, version, evaluations, seconds of one plain loss, seconds of
the check per evaluation. Ends with exit code 3 where the library is not there.
"""
import sys
import time

ROWS, COLUMNS = 500, 40
WARM_UP = 0.5
ROUND = 0.05


def seconds_of(call):
    """Best of five rounds of some calls each, warmed."""
    spent, once = 0.0, 0.0
    while spent < WARM_UP:
        started = time.process_time()
        call()
        once = time.process_time() - started
        spent += once
    repeats = max(1, int(ROUND / once))
    rounds = []
    for _ in range(5):
        started = time.process_time()
        for _ in range(repeats):
            call()
        rounds.append((time.process_time() - started) / repeats)
    return min(rounds)


def report(name, version, check, loss, points):
    """Compares a check(loss) with the plain loss at some points, called as often as the check calls it."""
    evaluations = 0

    def counted(x):
        nonlocal evaluations
        evaluations += 1
        return loss(x)

    check(counted)

    def plain():
        for i in range(evaluations):
            loss(points[i % len(points)])

    plain_seconds = seconds_of(plain) / evaluations
    check_seconds = seconds_of(lambda: check(loss)) / evaluations
    print(name, version, evaluations, plain_seconds, check_seconds, sep="\t")


def measure_scipy():
    import numpy as np
    import scipy
    from scipy.optimize import approx_fprime, check_grad
    from scipy.optimize._numdiff import approx_derivative

    random = np.random.default_rng(1)
    a, y, x = random.normal(size=(ROWS, COLUMNS)), random.normal(size=ROWS), random.normal(size=COLUMNS)
    points = [x.copy() for _ in range(16)]

    def loss(w):
        r = a @ w - y
        return r @ r / ROWS

    def gradient(w):
        return 2 * a.T @ (a @ w - y) / ROWS

    def central(f):
        return approx_derivative(f, x, method="3-point")

    version = scipy.__version__
    report("scipy.optimize.check_grad", version, lambda f: check_grad(f, gradient, x), loss, points)
    report("scipy.optimize.approx_fprime", version, lambda f: approx_fprime(x, f), loss, points)
    report("approx_derivative, 3-point", version, central, loss, points)


def measure_torch():
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(1)
    a, y = torch.randn(ROWS, COLUMNS, dtype=torch.float64), torch.randn(ROWS, dtype=torch.float64)
    x = torch.randn(COLUMNS, dtype=torch.float64, requires_grad=True)
    points = [x.detach().clone() for _ in range(16)]

    def loss(w):
        r = a @ w - y
        return r @ r / ROWS

    def slow(f):
        return torch.autograd.gradcheck(f, (x,))

    def fast(f):
        return torch.autograd.gradcheck(f, (x,), fast_mode=True)

    report("torch.autograd.gradcheck", torch.__version__, slow, loss, points)
    report("torch.autograd.gradcheck, fast_mode", torch.__version__, fast, loss, points)


try:
    {"scipy": measure_scipy, "torch": measure_torch}[sys.argv[1]]()
except ImportError:
    sys.exit(3)
