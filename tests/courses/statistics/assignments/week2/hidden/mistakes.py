"""Known mistakes of week 2."""

from autograder.variants import mistake

from .reference import slope


@mistake("slope", hint="The means are not taken away. Where does the line go through?")
def slope_through_zero(x, y):
    return float((x * y).sum() / (x * x).sum())


@mistake("slope", hint="This is the slope of x on y.")
def slope_of_x_on_y(x, y):
    return float(((x - x.mean()) * (y - y.mean())).sum() / ((y - y.mean()) ** 2).sum())


@mistake("slope", hint="A correlation has no unit. What is the slope divided by?")
def slope_as_correlation(x, y):
    return float(x.corr(y))


@mistake("Line", hint="Slope and intercept stand in the class, so all lines share them. Where does an object keep its own?")
class LineShared:
    fitted = {}

    def __init__(self, x, y):
        self.x, self.y = x, y

    def fit(self, data):
        self.fitted["slope"] = slope(data[self.x], data[self.y])
        self.fitted["intercept"] = float(data[self.y].mean() - self.fitted["slope"] * data[self.x].mean())

    @property
    def slope(self):
        return self.fitted.get("slope")

    @property
    def intercept(self):
        return self.fitted.get("intercept")

    def predict(self, data):
        return self.intercept + self.slope * data[self.x]


@mistake("Line", hint="A second fit keeps the first slope. What should a fit begin with?")
class LineFittedOnce:
    def __init__(self, x, y):
        self.x, self.y = x, y
        self.slope = self.intercept = None

    def fit(self, data):
        if self.slope is None:
            self.slope = slope(data[self.x], data[self.y])
        self.intercept = float(data[self.y].mean() - self.slope * data[self.x].mean())

    def predict(self, data):
        return self.intercept + self.slope * data[self.x]


@mistake("Line", hint="Without an intercept the line goes through 0. Where does it meet the y axis?")
class LineThroughZero:
    def __init__(self, x, y):
        self.x, self.y = x, y
        self.slope = self.intercept = None

    def fit(self, data):
        self.slope, self.intercept = slope(data[self.x], data[self.y]), 0.0

    def predict(self, data):
        return self.slope * data[self.x]


@mistake("Line", hint="predict moves the intercept. What may a prediction change?")
class LineMoves:
    def __init__(self, x, y):
        self.x, self.y = x, y
        self.slope = self.intercept = None

    def fit(self, data):
        self.slope = slope(data[self.x], data[self.y])
        self.intercept = float(data[self.y].mean() - self.slope * data[self.x].mean())

    def predict(self, data):
        told = self.intercept + self.slope * data[self.x]
        self.intercept = float(told.mean())
        return told


@mistake("Line", hint="There is no method predict.")
class LineWithoutPredict:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def fit(self, data):
        self.slope = slope(data[self.x], data[self.y])
        self.intercept = float(data[self.y].mean() - self.slope * data[self.x].mean())
