package io.resnet4j.model;

/** Where a network was first described. */
public enum Paper {
    RESNET("He et al. 2015", "arXiv:1512.03385"),
    PRE_ACTIVATION("He et al. 2016", "arXiv:1603.05027"),
    WIDE_RESNET("Zagoruyko and Komodakis 2016", "arXiv:1605.07146"),
    RESNEXT("Xie et al. 2016", "arXiv:1611.05431"),
    SQUEEZE_EXCITATION("Hu et al. 2017", "arXiv:1709.01507"),
    /** In none. */
    NONE("", "");

    private final String citation;
    private final String identifier;

    Paper(String citation, String identifier) {
        this.citation = citation;
        this.identifier = identifier;
    }

    /** Authors and year. */
    public String citation() {
        return citation;
    }

    /** Where to find it. */
    public String identifier() {
        return identifier;
    }
}
