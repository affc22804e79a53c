package io.resnet4j.image;

import java.util.HexFormat;
import java.util.List;

/**
 * The Huffman tables of T.81, annex K.3, which most encoders write and some cameras leave out: the frames of Motion-JPEG have
 * none. Each is its 16 counts, then the symbols; number 0 is for luma, 1 for chroma.
 */
final class JpegStandardTables {
    static final List<JpegHuffman> DC = List.of(table("""
            00010501010101010100000000000000
            000102030405060708090a0b
            """), table("""
            00030101010101010101010000000000
            000102030405060708090a0b
            """));

    static final List<JpegHuffman> AC = List.of(table("""
            0002010303020403050504040000017d
            01020300041105122131410613516107227114328191a1082342b1c11552d1f024336272
            82090a161718191a25262728292a3435363738393a434445464748494a53545556575859
            5a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3
            a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2
            e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa
            """), table("""
            00020102040403040705040400010277
            000102031104052131061241510761711322328108144291a1b1c109233352f0156272d1
            0a162434e125f11718191a262728292a35363738393a434445464748494a535455565758
            595a636465666768696a737475767778797a82838485868788898a92939495969798999a
            a2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9da
            e2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa
            """));

    private JpegStandardTables() {}

    private static JpegHuffman table(String digits) {
        return JpegHuffman.of(HexFormat.of().parseHex(digits.replaceAll("\\s", "")))
                .orElseThrow();
    }
}
