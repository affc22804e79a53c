package io.resnet4j.cli;

/** A point of a drawing: x to the right, y down. */
record Place(double x, double y) {
    Place halfwayTo(Place other) {
        return new Place((x + other.x) / 2, (y + other.y) / 2);
    }

    StrokeFont.Segment to(Place other) {
        return new StrokeFont.Segment(x, y, other.x, other.y);
    }
}
