package io.resnet4j.training;

import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSetException;
import io.resnet4j.weights.RandomBits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A data set in two parts. Both are views, which close nothing: close the data set when neither is used any more.
 *
 * @param train what is learnt from
 * @param validation what is held out
 */
public record Split(DataSet train, DataSet validation) {
    private static final String NAME = "split";

    /**
     * Holds out a share of each class, at random by the seed. Each part keeps the data set's order and classes.
     *
     * @param share how much is held out, above 0 and below 1; of each class rounded to whole images, but one is always left to
     *     learn from
     * @throws DataSetException when that holds out no image at all
     */
    public static Split of(DataSet data, double share, long seed) throws DataSetException {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "a share to hold out is above 0 and below 1, got %s; write 0.1 for 10 %%".formatted(share));
        }
        List<Integer> train = new ArrayList<>();
        List<Integer> heldOut = new ArrayList<>();
        for (List<Integer> members : members(data)) {
            int some = (int) Math.max(Math.min(Math.round(share * members.size()), members.size() - 1), 0);
            List<Integer> shuffled = shuffled(members, seed);
            heldOut.addAll(shuffled.subList(0, some));
            train.addAll(shuffled.subList(some, members.size()));
        }
        if (heldOut.isEmpty()) {
            throw new DataSetException(
                    data.name(), "a share of %s holds out no image of any class; choose a larger one".formatted(share));
        }
        return new Split(part(data, train), part(data, heldOut));
    }

    /** The samples of each class. */
    private static List<List<Integer>> members(DataSet data) {
        List<List<Integer>> members = data.classes().stream()
                .<List<Integer>>map(name -> new ArrayList<>())
                .toList();
        for (int i = 0; i < data.samples().size(); i++) {
            members.get(data.samples().get(i).label()).add(i);
        }
        return members;
    }

    private static List<Integer> shuffled(List<Integer> members, long seed) {
        RandomBits random = RandomBits.of(seed, NAME);
        return members.stream()
                .sorted(Comparator.comparingLong((Integer sample) -> random.bits(sample)))
                .toList();
    }

    private static DataSet part(DataSet data, List<Integer> samples) {
        return new DataSetPart(
                data, samples.stream().mapToInt(Integer::intValue).sorted().toArray());
    }
}
