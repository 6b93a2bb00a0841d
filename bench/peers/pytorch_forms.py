"""The notebook's objective in PyTorch, in forms that give the same gradient at different speeds.

    L = 1/N sum_ratings (u.v - t)^2 + l_r (|U|^2/n + |V|^2/m) + l_g/(nm) sum_all (u.v)^2

dense   the notebook: autograd through the whole matrix of predictions.
compiled  the same through torch.compile, with the fastest AdamW.
masked  the whole matrix too, its gradient by hand: three products of large matrices an epoch, which
        is all that a good BLAS wants, and no matrix is filled by autograd.
csr     gravity by Gram matrices; the errors at the ratings alone, and their products with the
        factors by sparse matrices in compressed rows, one for each side.
gather  gravity by Gram matrices; rows gathered by index_select, gradients by index_add.

Losses are not computed by the forms made by hand, for nothing needs them every epoch; U and V are
one parameter, so that AdamW runs once; it is fused where this PyTorch has that, else foreach.
"""

import os

import torch

LR, WEIGHT_DECAY, LAMBDA_R, LAMBDA_G = 0.1, 0.01, 0.1, 0.1

# Rows of predictions that masked treats at a time on a CPU: they stay in its second-level cache.
BLOCK_BYTES = 2 << 20

# Whole matrices of floats that a dense form holds at once.
DENSE_MATRICES = 4


class Problem:
    """Ratings by user row, item row and target, and factors to start from."""

    def __init__(self, users, items, targets, u, v, device, weights=(LR, LAMBDA_R, LAMBDA_G)):
        self.users = torch.as_tensor(users, device=device)
        self.items = torch.as_tensor(items, device=device)
        self.targets = torch.as_tensor(targets, device=device)
        self.u, self.v = u.to(device), v.to(device)
        self.n, self.m = len(u), len(v)
        self.device = device
        self.lr, self.lambda_r, self.lambda_g = weights


class Form:
    """What all forms share: one parameter W whose rows are U's and then V's."""

    # Whether the gradient is PyTorch's own; such an epoch is not captured as a CUDA graph.
    AUTOGRAD = False

    def __init__(self, problem):
        self.p = problem
        self.w = torch.nn.Parameter(torch.cat([problem.u, problem.v]))
        self.u = self.w.detach()[: problem.n]
        self.v = self.w.detach()[problem.n :]
        self.w.grad = torch.zeros_like(self.w)
        self.grad_u = self.w.grad[: problem.n]
        self.grad_v = self.w.grad[problem.n :]

    @staticmethod
    def problem(device):
        return None

    @staticmethod
    def does_not_fit(problem):
        return None

    def gram_gradients(self):
        """Gravity and L2: rows times the other side's Gram matrix, L2 on its diagonal."""
        p, d = self.p, self.w.shape[1]
        scale = 2 * p.lambda_g / (p.n * p.m)
        eye = torch.eye(d, device=self.w.device)
        to_u = torch.addmm(eye, self.v.T, self.v, beta=2 * p.lambda_r / p.n, alpha=scale)
        to_v = torch.addmm(eye, self.u.T, self.u, beta=2 * p.lambda_r / p.m, alpha=scale)
        torch.mm(self.u, to_u, out=self.grad_u)
        torch.mm(self.v, to_v, out=self.grad_v)


def fits_dense(problem):
    needed = DENSE_MATRICES * 4 * problem.n * problem.m
    if problem.device == "cpu":
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    else:
        free = torch.cuda.mem_get_info()[0]
    if needed > free:
        return f"whole matrices need {needed >> 20} MiB, {free >> 20} MiB are free"
    return None


class Dense(Form):
    AUTOGRAD = True
    does_not_fit = staticmethod(fits_dense)

    def gradient(self):
        self.w.grad.zero_()
        self.loss(self.w).backward()

    def loss(self, w):
        p = self.p
        u, v = w[: p.n], w[p.n :]
        scores = u @ v.T
        mse = ((scores[p.users, p.items] - p.targets) ** 2).mean()
        l2 = p.lambda_r * ((u**2).sum() / p.n + (v**2).sum() / p.m)
        gravity = p.lambda_g * (scores**2).mean()
        return mse + l2 + gravity


class Compiled(Dense):
    def __init__(self, problem):
        super().__init__(problem)
        self.loss = torch.compile(self.loss)

    @staticmethod
    def problem(device):
        if not hasattr(torch, "compile"):
            return "torch.compile came with PyTorch 2.0"
        try:
            torch.compile(torch.square)(torch.ones(1, device=device))
            return None
        except Exception as refusal:  # whatever its compilers lack
            return "torch.compile: " + (str(refusal).splitlines() or [type(refusal).__name__])[0]


class Masked(Form):
    does_not_fit = staticmethod(fits_dense)

    def __init__(self, problem):
        super().__init__(problem)
        p = problem
        # The gradient by the predictions S is S * weight - shift: both are zero-filled matrices.
        gravity = 2 * p.lambda_g / (p.n * p.m)
        error = 2 / len(p.targets)
        at = p.users * p.m + p.items
        self.weight = torch.zeros(p.n * p.m, device=p.device)
        self.weight.index_add_(0, at, torch.full_like(p.targets, error))
        self.weight = self.weight.add_(gravity).view(p.n, p.m)
        self.shift = torch.zeros(p.n * p.m, device=p.device)
        self.shift = self.shift.index_add_(0, at, -error * p.targets).view(p.n, p.m)
        rows = p.n if p.device != "cpu" else max(1, BLOCK_BYTES // (4 * p.m))
        self.blocks = [(k, min(k + rows, p.n)) for k in range(0, p.n, rows)]
        self.scores = torch.empty(rows, p.m, device=p.device)

    def gradient(self):
        p = self.p
        torch.mul(self.v, 2 * p.lambda_r / p.m, out=self.grad_v)
        for begin, end in self.blocks:
            u, scores = self.u[begin:end], self.scores[: end - begin]
            torch.mm(u, self.v.T, out=scores)
            torch.addcmul(
                self.shift[begin:end], scores, self.weight[begin:end], out=scores
            )
            torch.addmm(
                u, scores, self.v, beta=2 * p.lambda_r / p.n, out=self.grad_u[begin:end]
            )
            self.grad_v.addmm_(scores.T, u)


class Gather(Form):
    def gradient(self):
        p = self.p
        self.gram_gradients()
        u, v = self.u.index_select(0, p.users), self.v.index_select(0, p.items)
        errors = self.errors(u, v)
        self.grad_u.index_add_(0, p.users, v.mul_(errors))
        self.grad_v.index_add_(0, p.items, u.mul_(errors))

    def errors(self, u, v):
        scaled = torch.einsum("kd,kd->k", u, v).sub_(self.p.targets)
        return scaled.mul_(2 / len(self.p.targets)).unsqueeze(1)


class Csr(Form):
    def __init__(self, problem):
        super().__init__(problem)
        p = problem
        by_user = torch.argsort(p.users * p.m + p.items)
        self.users, self.items = p.users[by_user], p.items[by_user]
        self.targets = p.targets[by_user]
        self.by_item = torch.argsort(self.items * p.n + self.users)
        self.user_rows = offsets(self.users, p.n)
        self.item_rows = offsets(self.items, p.m)
        self.user_columns = self.items
        self.item_columns = self.users[self.by_item]

    @staticmethod
    def problem(device):
        try:
            tiny = torch.sparse_csr_tensor(
                torch.tensor([0, 1]), torch.tensor([0]), torch.ones(1), (1, 1), device=device
            )
            torch.mm(tiny, torch.ones(1, 2, device=device))
            return None
        except RuntimeError as refusal:
            return str(refusal).splitlines()[0]

    @staticmethod
    def does_not_fit(problem):
        pairs = problem.users * problem.m + problem.items
        if len(torch.unique(pairs)) < len(pairs):
            return "compressed rows must not have a pair twice"
        return None

    def gradient(self):
        p = self.p
        self.gram_gradients()
        u, v = self.u.index_select(0, self.users), self.v.index_select(0, self.items)
        errors = torch.einsum("kd,kd->k", u, v).sub_(self.targets).mul_(2 / len(self.targets))
        self.add(self.grad_u, self.user_rows, self.user_columns, errors, self.v)
        self.add(
            self.grad_v, self.item_rows, self.item_columns, errors[self.by_item], self.u
        )

    @staticmethod
    def add(to, rows, columns, values, factors):
        matrix = torch.sparse_csr_tensor(rows, columns, values, (len(to), len(factors)))
        to += torch.mm(matrix, factors)


def offsets(rows, count):
    starts = torch.zeros(count + 1, dtype=torch.int64, device=rows.device)
    starts[1:] = torch.bincount(rows, minlength=count).cumsum(0)
    return starts


FORMS = {"dense": Dense, "compiled": Compiled, "masked": Masked, "csr": Csr, "gather": Gather}


def adamw_options(form, device):
    """The notebook's plain AdamW for its own form; the fastest there is for the others."""
    if form == "dense":
        return {}
    on_gpu = device != "cpu"
    probe = torch.nn.Parameter(torch.zeros(1, device=device))
    probe.grad = torch.zeros_like(probe)
    for options in ({"fused": True}, {"foreach": True}):
        try:
            torch.optim.AdamW([probe], capturable=on_gpu, **options).step()
            return {"capturable": on_gpu, **options}
        except (TypeError, RuntimeError, AssertionError):
            continue
    return {}


def optimizer_name(form, device):
    options = adamw_options(form, device)
    name = "fused" if options.get("fused") else "foreach" if options.get("foreach") else "plain"
    if device == "cpu":
        return f"{name} AdamW"
    graph = "" if FORMS[form].AUTOGRAD else ", CUDA graph"
    tf32 = "on" if torch.backends.cuda.matmul.allow_tf32 else "off"
    return f"{name} AdamW{graph}, TF32 {tf32}"


class Trainer:
    """A form with its optimizer."""

    def __init__(self, form, problem):
        self.p = problem
        self.form = FORMS[form](problem)
        self.optimizer = torch.optim.AdamW(
            [self.form.w],
            lr=problem.lr,
            weight_decay=WEIGHT_DECAY,
            **adamw_options(form, problem.device),
        )
        self.graph = None

    def step(self):
        if self.form.AUTOGRAD:
            self.form.gradient()
        else:
            with torch.no_grad():
                self.form.gradient()
        self.optimizer.step()

    def prepare(self):
        """Captures an epoch as a CUDA graph, where that can be."""
        if self.p.device == "cpu" or self.form.AUTOGRAD:
            return
        side = torch.cuda.Stream()
        with torch.cuda.stream(side):
            for _ in range(3):
                self.step()
        torch.cuda.current_stream().wait_stream(side)
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph):
            self.step()

    def run(self, epochs):
        one = self.graph.replay if self.graph else self.step
        for _ in range(epochs):
            one()
        if self.p.device != "cpu":
            torch.cuda.synchronize()

    @torch.no_grad()
    def errors(self, users, items, targets):
        u, v = self.form.u, self.form.v
        return (u[users] * v[items]).sum(1) - targets

    @torch.no_grad()
    def losses(self):
        """The terms by the dense formula, whatever the form."""
        p, u, v = self.p, self.form.u, self.form.v
        return {
            "mse": float((self.errors(p.users, p.items, p.targets) ** 2).mean()),
            "l2": float(p.lambda_r * ((u**2).sum() / p.n + (v**2).sum() / p.m)),
            "gravity": float(p.lambda_g * ((u @ v.T) ** 2).mean()),
        }
