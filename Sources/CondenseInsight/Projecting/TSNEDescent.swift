import CondenseCore

/// The state of a t-SNE while it descends: points, forces, and what has been learned of the steps so far.
///
/// Memory is planned once; a step allocates nothing. Its phases run over chunks that depend on the number of points
/// only.
final class TSNEDescent {
  private static let chunk = 256, startDeviation: Float = 1e-4, least: Float = 0.01
  private static let momentum: Float = 0.8, largestStep: Float = 5

  private enum Phase { case repel, move }

  private let affinities: Affinities
  private let n: Int
  /// `x` of all points, then `y` of all.
  private(set) var points: FloatMemory
  private var moved: FloatMemory
  private let force: FloatMemory
  private let velocity: FloatMemory
  private let gain: FloatMemory
  private var tree: RepulsionTree
  private var sums: [Double]
  private var phase = Phase.repel
  private var exaggeration: Float = 1
  private var rate: Float = 1
  private var total = 1.0

  init(_ affinities: Affinities, start: [Float], angle: Float) throws(CondenseError) {
    self.affinities = affinities
    n = affinities.count
    points = try FloatMemory(copying: start)
    moved = try FloatMemory(count: 2 * n)
    force = try FloatMemory(count: 2 * n)
    velocity = try FloatMemory(count: 2 * n)
    gain = try FloatMemory(copying: [Float](repeating: 1, count: 2 * n))
    tree = RepulsionTree(count: n, angle: angle)
    sums = [Double](repeating: 0, count: (tree.groupCount + Self.chunk / 8 - 1) / (Self.chunk / 8))
    scaleStart()
  }

  /// Brings the start to the middle, with a small spread along its wider axis.
  private func scaleStart() {
    var largest = 0.0
    for axis in 0..<2 {
      let values = UnsafeMutableBufferPointer(start: points.base + axis * n, count: n)
      let mean = values.reduce(0.0) { $0 + Double($1) } / Double(max(n, 1))
      for place in 0..<n { values[place] -= Float(mean) }
      let square = values.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(n, 1))
      largest = max(largest, square.squareRoot())
    }
    let scale = largest > 0 ? Self.startDeviation / Float(largest) : 1
    for place in 0..<2 * n { points.base[place] *= scale }
  }

  /// Steps with exaggerated affinities, and as many more with them as they are.
  func run(
    early: Int, _ factor: Float, then late: Int, threads: Int, isCancelled: () -> Bool
  ) {
    guard n > 2 else { return }
    let pool = WorkerPool.take(threads: threads)
    defer { pool?.release() }
    for step in 0..<early + late {
      if isCancelled() { return }
      exaggeration = step < early ? factor : 1
      rate = max(50, Float(n) / exaggeration)
      if step == early {
        for place in 0..<2 * n {
          gain.base[place] = 1
          velocity.base[place] = 0
        }
      }
      tree.build(points.base)
      run(.repel, tasks: sums.count, pool, threads)
      total = max(sums.reduce(0, +) - Double(n), .leastNormalMagnitude)
      run(.move, tasks: (n + Self.chunk - 1) / Self.chunk, pool, threads)
      swap(&points, &moved)
    }
  }

  private func run(_ phase: Phase, tasks: Int, _ pool: WorkerPool?, _ threads: Int) {
    self.phase = phase
    guard let pool else {
      for task in 0..<tasks { self.task(task) }
      return
    }
    pool.run(tasks: tasks, threads: threads, context: Unmanaged.passUnretained(self).toOpaque()) {
      context, task, _ in
      Unmanaged<TSNEDescent>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.task(task) }
    }
  }

  private func task(_ task: Int) {
    switch phase {
    case .repel:
      let groups = Self.chunk / 8
      let sum = tree.repel(
        task * groups..<min(tree.groupCount, (task + 1) * groups), force: force.base)
      sums.withUnsafeMutableBufferPointer { $0[task] = sum }
    case .move: move(task * Self.chunk..<min(n, (task + 1) * Self.chunk))
    }
  }

  /// Attraction of the neighbours, and a step with momentum and a gain for each coordinate.
  private func move(_ range: Range<Int>) {
    let x = points.base, y = points.base + n
    let share = Float(1 / total)
    affinities.ids.withUnsafeBufferPointer { ids in
      affinities.weights.withUnsafeBufferPointer { weights in
        for i in range {
          let xi = x[i], yi = y[i]
          var ax: Float = 0, ay: Float = 0
          for place in affinities.offsets[i]..<affinities.offsets[i + 1] {
            let j = Int(ids[place])
            let dx = xi - x[j], dy = yi - y[j]
            let pull = weights[place] / (1 + dx * dx + dy * dy)
            ax += pull * dx
            ay += pull * dy
          }
          let gx = exaggeration * ax - force.base[i] * share
          let gy = exaggeration * ay - force.base[n + i] * share
          var sx = step(gx, i), sy = step(gy, n + i)
          let length = (sx * sx + sy * sy).squareRoot()
          if length > Self.largestStep {
            sx *= Self.largestStep / length
            sy *= Self.largestStep / length
          }
          velocity.base[i] = sx
          velocity.base[n + i] = sy
          moved.base[i] = xi + sx
          moved.base[n + i] = yi + sy
        }
      }
    }
  }

  private func step(_ gradient: Float, _ place: Int) -> Float {
    let old = velocity.base[place]
    let gain = max(
      Self.least, (gradient > 0) != (old > 0) ? self.gain.base[place] + 0.2 : self.gain.base[place] * 0.8)
    self.gain.base[place] = gain
    return Self.momentum * old - rate * gain * gradient
  }

  /// The Kullback-Leibler divergence of the points from the affinities, every pair counted.
  func divergence(threads: Int) -> Double {
    let parts = ChunkedRows.map(rowCount: n, threads: threads) { range -> (sum: Double, attraction: Double) in
      let x = self.points.base, y = self.points.base + self.n
      var sum = 0.0, attraction = 0.0
      for i in range {
        var lanes = Float8()
        var j = 0
        while j + 8 <= self.n {
          let dx = UnsafeRawPointer(x + j).loadUnaligned(as: Float8.self) - x[i]
          let dy = UnsafeRawPointer(y + j).loadUnaligned(as: Float8.self) - y[i]
          lanes += 1 / Float8(repeating: 1).addingProduct(dx, dx).addingProduct(dy, dy)
          j += 8
        }
        for lane in 0..<8 { sum += Double(lanes[lane]) }
        while j < self.n {
          let dx = x[j] - x[i], dy = y[j] - y[i]
          sum += Double(1 / (1 + dx * dx + dy * dy))
          j += 1
        }
        for place in self.affinities.offsets[i]..<self.affinities.offsets[i + 1] {
          let j = Int(self.affinities.ids[place]), p = Double(self.affinities.weights[place])
          let dx = Double(x[j] - x[i]), dy = Double(y[j] - y[i])
          if p > 0 { attraction += p * Elementary.log(p * (1 + dx * dx + dy * dy)) }
        }
      }
      return (sum, attraction)
    }
    let sum = parts.reduce(0) { $0 + $1.sum } - Double(n)
    return parts.reduce(0) { $0 + $1.attraction } + Elementary.log(max(sum, .leastNormalMagnitude))
  }
}
