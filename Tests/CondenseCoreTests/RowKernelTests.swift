import CondenseCore
import Testing

extension KernelTests {
  /// Reading, pooling and summing rows against plain loops, to the bit.
  @Suite struct RowKernelTests {
    static let widths = [
      1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 40, 63, 64, 65, 72, 96, 100, 127, 128, 130,
    ]

    struct Table {
      let memory: FloatMemory
      let stride: Int

      init(rows: Int, width: Int) throws {
        stride = RowKernels.stride(width: width)
        memory = try FloatMemory(count: rows * stride)
        let random = Philox(seed: UInt64(width), purpose: "table")
        for row in 0..<rows {
          random.fillUniform(memory.base + row * stride, count: width, bound: 1, from: row * width)
        }
      }

      subscript(row: Int32, column: Int) -> Float { memory.base[Int(row) * stride + column] }
    }

    @Test(arguments: widths) func gatherCopiesRows(width: Int) throws {
      let table = try Table(rows: 50, width: width)
      for perRow in [1, 3] {
        let ids = (0..<20 * perRow).map { Int32($0 * 7 % 50) }, stride = perRow * width + 5
        var y = [Float](repeating: -7, count: 20 * stride)
        RowKernels.gather(
          rows: 20, perRow: perRow, ids: ids, table: table.memory.base, tableStride: table.stride,
          width: width, y: &y, yStride: stride)
        let expected = (0..<20).flatMap { row in
          (0..<perRow).flatMap { i in (0..<width).map { table[ids[row * perRow + i], $0] } }
            + [Float](repeating: -7, count: 5)
        }
        #expect(y == expected)
      }
    }

    @Test(arguments: widths) func poolIsAChainOverTheBag(width: Int) throws {
      let table = try Table(rows: 40, width: width)
      let lengths = [0, 1, 2, 3, 0, 9, 30, 1, 0]
      let offsets = lengths.reduce(into: [Int64(0)]) { $0.append(($0.last ?? 0) + Int64($1)) }
      let ids = (0..<46).map { Int32($0 * 11 % 40) }
      let weights = (0..<46).map { Float($0) / 16 - 1 }
      let stride = width + 3
      for isWeighted in [false, true] {
        for takesMean in [false, true] {
          var y = [Float](repeating: -7, count: lengths.count * stride)
          weights.withUnsafeBufferPointer {
            RowKernels.pool(
              rows: lengths.count, offsets: offsets, ids: ids, weights: isWeighted ? $0.baseAddress : nil,
              table: table.memory.base, tableStride: table.stride, width: width, takesMean: takesMean, y: &y,
              yStride: stride)
          }
          var expected = [Float](repeating: -7, count: y.count)
          for (row, length) in lengths.enumerated() {
            for column in 0..<width {
              var sum: Float = 0
              for i in Int(offsets[row])..<Int(offsets[row + 1]) {
                sum.addProduct(isWeighted ? weights[i] : 1, table[ids[i], column])
              }
              expected[row * stride + column] = takesMean && length > 0 ? sum * (1 / Float(length)) : sum
            }
          }
          #expect(y == expected, "weighted: \(isWeighted), mean: \(takesMean)")
        }
      }
    }

    /// Three rows; the second has more occurrences than a chunk, the third those of two uses.
    @Test(arguments: widths) func gradientsAreSummedInChunks(width: Int) throws {
      let stride = roundedUp(width, toMultipleOf: 8), examples = 400
      let random = Philox(seed: 2, purpose: "gradients")
      let dy = try FloatMemory(count: 2 * examples * (width + 1))
      random.fillUniform(dy.base, count: dy.count, bound: 1)
      let weights = (0..<examples).map { 0.5 + Float($0 % 5) }
      let exampleOf = (0..<examples).map { Int32($0 / 2) }
      let second = dy.base + examples * (width + 1)
      // Use 0: bags, weighted; occurrences 0..<400. Use 1: one id each; occurrences 400..<800.
      let occurrences: [[Int]] = [[3], (0..<300).map { $0 + 5 }, [1, 390, 400, 555, 799]]
      let keys = occurrences.enumerated().flatMap { row, list in
        list.map { UInt64(row) << 32 | UInt64($0) }
      }
      let starts = occurrences.reduce(into: [Int32(0)]) { $0.append(($0.last ?? 0) + Int32($1.count)) }
      try exampleOf.withUnsafeBufferPointer { exampleOf in
        try weights.withUnsafeBufferPointer { weights in
          let uses = [
            RowKernels.GradientRows(
              base: dy.base, stride: width + 1, firstOccurrence: 0, perExample: 1,
              examples: exampleOf.baseAddress, weights: weights.baseAddress),
            RowKernels.GradientRows(
              base: second, stride: width + 1, firstOccurrence: examples, perExample: 1, examples: nil,
              weights: nil),
          ]
          for row in 0..<3 {
            let sum = try FloatMemory(count: 2 * stride)
            sum.elements.update(repeating: .nan)
            RowKernels.gradient(
              row: row, starts: starts, keys: keys, uses: uses, useCount: 2, width: width, into: sum.base)
            for column in 0..<width {
              var total: Float = 0
              for use in 0..<2 {
                let mine = occurrences[row].filter { ($0 >= examples) == (use == 1) }
                var ofUse: Float = 0
                for chunk in Swift.stride(from: 0, to: mine.count, by: RowKernels.chunk) {
                  var part: Float = 0
                  for i in mine[chunk..<min(chunk + RowKernels.chunk, mine.count)] {
                    if use == 0 {
                      part.addProduct(weights[i], dy.base[Int(exampleOf[i]) * (width + 1) + column])
                    } else {
                      part += second[(i - examples) * (width + 1) + column]
                    }
                  }
                  ofUse += part
                }
                total += ofUse
              }
              #expect(sum.base[column].bitPattern == total.bitPattern, "row \(row), column \(column)")
            }
            for column in width..<stride { #expect(sum.base[column] == 0) }
          }
        }
      }
    }

    /// Updating sums a row's gradients and takes eight numbers after another through the rule, to the bit, whatever the
    /// vectors are made of: single ids, several an example, weighted bags, more occurrences than a chunk.
    @Test(arguments: UpdateRuleTests.rules) func updateIsSumAndStep(rule: UpdateRule) throws {
      let examples = 60, ids = (0..<240).map { $0 % 3 == 0 ? 7 : $0 * 5 % 23 },
        weights = ids.map { Float($0) / 8 }
      let keys = ids.indices.map { UInt64(ids[$0]) << 32 | UInt64($0) }.sorted()
      let starts =
        keys.indices.filter { $0 == 0 || keys[$0] >> 32 != keys[$0 - 1] >> 32 }.map { Int32($0) } + [240]
      let exampleOf = ids.indices.map { Int32($0 / 4) }
      for width in [16, 32, 48, 64, 80, 112, 128, 24, 5, 4, 3, 2, 1] {
        let stride = RowKernels.stride(width: width), dy = try FloatMemory(count: examples * 4 * width + 8)
        Philox(seed: 5, purpose: "dy").fillUniform(dy.base, count: dy.count, bound: 1)
        try exampleOf.withUnsafeBufferPointer { exampleOf in
          try weights.withUnsafeBufferPointer { weights in
            let ways: [(stride: Int, perExample: Int, isBag: Bool)] = [
              (width, 1, false), (4 * width, 4, false), (4 * width, 1, true),
            ]
            for way in ways {
              let use = [
                RowKernels.GradientRows(
                  base: dy.base, stride: way.stride, firstOccurrence: 0, perExample: way.perExample,
                  examples: way.isBag ? exampleOf.baseAddress : nil,
                  weights: way.isBag ? weights.baseAddress : nil)
              ]
              let whole = try Table(rows: 23, width: width), parts = try Table(rows: 23, width: width)
              let hasFirst = rule.kind != .sgd || rule.beta1 != 0
              let states = try (0..<4).map { _ in try FloatMemory(count: 23 * stride) }
              let scratch = try FloatMemory(count: RowKernels.scratchCount(width: width))
              use.withUnsafeBufferPointer {
                guard let uses = $0.baseAddress else { return }
                RowKernels.update(
                  rows: 0..<starts.count - 1, starts: starts, keys: keys,
                  of: .init(
                    table: whole.memory.base, width: width, stride: stride,
                    first: hasFirst ? states[0].base : nil,
                    second: rule.kind == .adam ? states[1].base : nil, uses: uses, useCount: 1),
                  with: rule, scratch: scratch.base)
                for row in 0..<starts.count - 1 {
                  RowKernels.gradient(
                    row: row, starts: starts, keys: keys, uses: uses, useCount: 1, width: width,
                    into: scratch.base)
                  let id = Int(keys[Int(starts[row])] >> 32), step = rule.isRowWise || stride < 8 ? stride : 8
                  for column in Swift.stride(from: 0, to: stride, by: step) {
                    let place = id * stride + column
                    rule.apply(
                      weights: parts.memory.base + place, gradient: scratch.base + column,
                      first: hasFirst ? states[2].base + (rule.isRowWise ? id : place) : nil,
                      second: rule.kind == .adam ? states[3].base + place : nil, count: step, width: width)
                  }
                }
              }
              withExtendedLifetime((whole, parts, states)) {
                #expect(whole.memory.elements.elementsEqual(parts.memory.elements), "width \(width), \(way)")
                #expect(states[0].elements.elementsEqual(states[2].elements))
                #expect(states[1].elements.elementsEqual(states[3].elements))
              }
            }
          }
        }
      }
    }

    @Test func updateTouchesOnlyTheRowsThatWereRead() throws {
      let width = 5, table = try Table(rows: 10, width: width), before = Array(table.memory.elements)
      // Two ids an example: occurrences 0…5 of ids 7 2 7 7 9 2.
      let keys = [(2, 1), (2, 5), (7, 0), (7, 2), (7, 3), (9, 4)].map { UInt64($0.0) << 32 | UInt64($0.1) }
      let starts: [Int32] = [0, 2, 5, 6]
      let dy = try FloatMemory(count: 3 * 16)
      Philox(seed: 9, purpose: "dy").fillUniform(dy.base, count: dy.count, bound: 1)
      let uses = [
        RowKernels.GradientRows(
          base: dy.base, stride: 16, firstOccurrence: 0, perExample: 2, examples: nil, weights: nil)
      ]
      let scratch = try FloatMemory(count: 16)
      uses.withUnsafeBufferPointer {
        guard let uses = $0.baseAddress else { return }
        RowKernels.update(
          rows: 0..<3, starts: starts, keys: keys,
          of: .init(
            table: table.memory.base, width: width, stride: 8, first: nil, second: nil, uses: uses,
            useCount: 1),
          with: UpdateRule(kind: .sgd, rate: 0.5), scratch: scratch.base)
      }
      let ids: [Int32] = [7, 2, 7, 7, 9, 2]
      for row in 0..<10 {
        for column in 0..<width {
          var gradient: Float = 0
          for (occurrence, id) in ids.enumerated() where Int(id) == row {
            gradient += dy.base[occurrence / 2 * 16 + occurrence % 2 * width + column]
          }
          let expected = before[row * 8 + column].addingProduct(-0.5, gradient)
          #expect(table[Int32(row), column] == expected)
        }
        for column in width..<8 { #expect(table.memory.base[row * 8 + column] == 0) }
      }
    }
  }
}
