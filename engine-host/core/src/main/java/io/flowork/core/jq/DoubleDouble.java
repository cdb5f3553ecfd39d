package io.flowork.core.jq;

/**
 * A number of about 32 decimal digits, as the sum of two doubles; what special functions are computed in, so that the
 * result is right when it is rounded to one double.
 *
 * @param high the nearest double
 * @param low what is missing to the number
 */
record DoubleDouble(double high, double low) {
    static final DoubleDouble ZERO = of(0);
    static final DoubleDouble ONE = of(1);
    static final DoubleDouble PI = new DoubleDouble(3.141592653589793, 1.2246467991473532e-16);
    static final DoubleDouble LN_2 = new DoubleDouble(0.6931471805599453, 2.3190468138462996e-17);

    static DoubleDouble of(double value) {
        return new DoubleDouble(value, 0);
    }

    /** The sum of two doubles, exactly. */
    private static DoubleDouble sum(double a, double b) {
        double high = a + b;
        double part = high - a;
        return new DoubleDouble(high, (a - (high - part)) + (b - part));
    }

    double value() {
        return high + low;
    }

    DoubleDouble plus(DoubleDouble other) {
        DoubleDouble highs = sum(high, other.high);
        DoubleDouble lows = sum(low, other.low);
        DoubleDouble once = sum(highs.high, highs.low + lows.high);
        return sum(once.high, once.low + lows.low);
    }

    DoubleDouble plus(double other) {
        return plus(of(other));
    }

    DoubleDouble minus(DoubleDouble other) {
        return plus(other.negated());
    }

    DoubleDouble negated() {
        return new DoubleDouble(-high, -low);
    }

    DoubleDouble times(DoubleDouble other) {
        double product = high * other.high;
        double error = StrictMath.fma(high, other.high, -product);
        return sum(product, error + (high * other.low + low * other.high));
    }

    DoubleDouble times(double other) {
        return times(of(other));
    }

    DoubleDouble over(DoubleDouble other) {
        double first = high / other.high;
        DoubleDouble rest = minus(other.times(first));
        double second = rest.high / other.high;
        rest = rest.minus(other.times(second));
        return sum(first, second).plus(rest.high / other.high);
    }

    DoubleDouble over(double other) {
        return over(of(other));
    }

    /** Times a power of two. */
    DoubleDouble scaled(int exponent) {
        return new DoubleDouble(StrictMath.scalb(high, exponent), StrictMath.scalb(low, exponent));
    }

    DoubleDouble squareRoot() {
        double root = StrictMath.sqrt(high);
        return of(root).plus(minus(of(root).times(root)).over(2 * root));
    }

    /** e to the power of this. */
    DoubleDouble exponential() {
        int twos = (int) StrictMath.rint(high / LN_2.high);
        DoubleDouble rest = minus(LN_2.times(twos)).scaled(-9);
        DoubleDouble term = rest;
        DoubleDouble sum = rest;
        for (int i = 2; i < 12; i++) {
            term = term.times(rest).over(i);
            sum = sum.plus(term);
        }
        for (int i = 0; i < 9; i++) {
            sum = sum.scaled(1).plus(sum.times(sum));
        }
        // in two parts, as the power of two alone may be too large
        return sum.plus(1).scaled(twos / 2).scaled(twos - twos / 2);
    }

    /** The natural logarithm of a positive number. */
    DoubleDouble logarithm() {
        DoubleDouble guess = of(StrictMath.log(high));
        return guess.plus(times(guess.negated().exponential()).plus(-1));
    }

    /** The sine and cosine of this, whose size is at most a quarter turn or so. */
    private DoubleDouble[] sineAndCosine() {
        DoubleDouble square = times(this).negated();
        DoubleDouble sine = this;
        DoubleDouble cosine = ONE;
        DoubleDouble sineTerm = this;
        DoubleDouble cosineTerm = ONE;
        for (int i = 1; i < 18; i++) {
            cosineTerm = cosineTerm.times(square).over((2 * i - 1) * 2.0 * i);
            cosine = cosine.plus(cosineTerm);
            sineTerm = sineTerm.times(square).over(2.0 * i * (2 * i + 1));
            sine = sine.plus(sineTerm);
        }
        return new DoubleDouble[] {sine, cosine};
    }

    /** The sine and cosine of any double. */
    static DoubleDouble[] sineAndCosine(double x) {
        if (StrictMath.abs(x) > 1e8) {
            return new DoubleDouble[] {of(StrictMath.sin(x)), of(StrictMath.cos(x))};
        }
        double quarters = StrictMath.rint(x / (PI.high / 2));
        DoubleDouble[] rest = of(x).minus(PI.scaled(-1).times(quarters)).sineAndCosine();
        return switch ((int) (((long) quarters % 4 + 4) % 4)) {
            case 0 -> rest;
            case 1 -> new DoubleDouble[] {rest[1], rest[0].negated()};
            case 2 -> new DoubleDouble[] {rest[0].negated(), rest[1].negated()};
            default -> new DoubleDouble[] {rest[1].negated(), rest[0]};
        };
    }

    /** The sine of pi times a double. */
    static DoubleDouble sineOfPiTimes(double x) {
        double whole = StrictMath.rint(x);
        DoubleDouble sine = PI.times(x - whole).sineAndCosine()[0];
        return whole % 2 == 0 ? sine : sine.negated();
    }
}
