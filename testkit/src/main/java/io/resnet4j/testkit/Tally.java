package io.resnet4j.testkit;

/** How many cases an engine was proven right in, and how far off it was at worst, in standard deviations or relative to a length. */
public final class Tally {
    private int cases;
    private double worst;
    private String where = "nowhere";

    /** Takes a case with the values that were compared: how far off and where. */
    public void add(double deviation, String what) {
        cases++;
        if (!(deviation <= worst)) {
            worst = deviation;
            where = what;
        }
    }

    @Override
    public String toString() {
        return "%,d cases, worst deviation %.2e (%s)".formatted(cases, worst, where);
    }
}
