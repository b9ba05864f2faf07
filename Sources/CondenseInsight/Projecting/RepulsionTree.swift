import CondenseCore

/// The repulsion of points in the plane, far ones summed up by the group: Barnes-Hut over a tree of boxes.
///
///     Z = Σ q(i, j),  f(i) = Σⱼ q(i, j)² · (yᵢ − yⱼ),  q = 1 / (1 + |yᵢ − yⱼ|²)
///
/// Points are put in the order of a curve through the plane (Morton) and taken eight at a time; a balanced binary tree
/// stands over the eights, each node with its box, its mass and its middle. A group of eight walks the tree once: a
/// node whose box looks smaller than `angle` from the group counts as one point. Eight points move through the lanes
/// of a register together. Groups do not depend on each other, and no sum depends on the number of threads.
///
/// Source: Barnes and Hut 1986; van der Maaten 2014, "Accelerating t-SNE using tree-based algorithms".
package struct RepulsionTree {
  private static let lanes = 8

  /// Points in the order of the curve, by number; eight in each group, the last one filled up with none (−1).
  package private(set) var order: [Int32]
  private let groups: Int
  private let leaves: Int
  private let angle: Float
  private var x: [Float], y: [Float], mass: [Float]
  private var nodeX: [Float], nodeY: [Float], nodeMass: [Float]
  private var lowX: [Float], lowY: [Float], highX: [Float], highY: [Float]
  private var keys: [UInt64]

  /// - Parameter angle: below which a box counts as one point, as side by distance.
  package init(count: Int, angle: Float) {
    groups = (count + Self.lanes - 1) / Self.lanes
    var leaves = 1
    while leaves < groups { leaves *= 2 }
    self.leaves = leaves
    self.angle = angle
    let padded = groups * Self.lanes
    order = [Int32](repeating: -1, count: padded)
    x = [Float](repeating: 0, count: padded)
    y = x
    mass = x
    nodeX = [Float](repeating: 0, count: 2 * leaves)
    (nodeY, nodeMass, lowX, lowY, highX, highY) = (nodeX, nodeX, nodeX, nodeX, nodeX, nodeX)
    keys = [UInt64](repeating: 0, count: count)
  }

  /// Groups of eight points.
  package var groupCount: Int { groups }

  /// Builds the tree over points: `x` of all, then `y` of all.
  package mutating func build(_ points: UnsafePointer<Float>) {
    let n = keys.count
    let px = points, py = points + n
    var minX = Float.infinity, maxX = -Float.infinity, minY = minX, maxY = maxX
    for i in 0..<n {
      minX = min(minX, px[i])
      maxX = max(maxX, px[i])
      minY = min(minY, py[i])
      maxY = max(maxY, py[i])
    }
    let side = max(maxX - minX, maxY - minY)
    let scale = side > 1e-30 ? 65_535 / side : 0
    for i in 0..<n {
      let code =
        Self.spread(UInt32((px[i] - minX) * scale)) | Self.spread(UInt32((py[i] - minY) * scale)) << 1
      keys[i] = UInt64(code) << 32 | UInt64(i)
    }
    keys.sort()
    for place in 0..<n {
      let i = Int(truncatingIfNeeded: keys[place] & 0xFFFF_FFFF)
      order[place] = Int32(truncatingIfNeeded: i)
      x[place] = px[i]
      y[place] = py[i]
      mass[place] = 1
    }
    for node in (1..<2 * leaves).reversed() {
      if node >= leaves {
        leaf(node)
      } else {
        join(node)
      }
    }
  }

  private mutating func leaf(_ node: Int) {
    let group = node - leaves
    var sumX: Float = 0, sumY: Float = 0, sum: Float = 0
    var lx = Float.infinity, hx = -Float.infinity, ly = lx, hy = hx
    if group < groups {
      for place in group * Self.lanes..<(group + 1) * Self.lanes where order[place] >= 0 {
        sumX += x[place]
        sumY += y[place]
        sum += 1
        lx = min(lx, x[place])
        hx = max(hx, x[place])
        ly = min(ly, y[place])
        hy = max(hy, y[place])
      }
    }
    nodeMass[node] = sum
    nodeX[node] = sum > 0 ? sumX / sum : 0
    nodeY[node] = sum > 0 ? sumY / sum : 0
    (lowX[node], highX[node], lowY[node], highY[node]) = (lx, hx, ly, hy)
  }

  private mutating func join(_ node: Int) {
    let a = 2 * node, b = 2 * node + 1
    let sum = nodeMass[a] + nodeMass[b]
    nodeMass[node] = sum
    nodeX[node] = sum > 0 ? (nodeX[a] * nodeMass[a] + nodeX[b] * nodeMass[b]) / sum : 0
    nodeY[node] = sum > 0 ? (nodeY[a] * nodeMass[a] + nodeY[b] * nodeMass[b]) / sum : 0
    lowX[node] = min(lowX[a], lowX[b])
    highX[node] = max(highX[a], highX[b])
    lowY[node] = min(lowY[a], lowY[b])
    highY[node] = max(highY[a], highY[b])
  }

  /// The bits of a number with a gap after each.
  private static func spread(_ value: UInt32) -> UInt32 {
    var v = value & 0xFFFF
    v = (v | v << 8) & 0x00FF_00FF
    v = (v | v << 4) & 0x0F0F_0F0F
    v = (v | v << 2) & 0x3333_3333
    return (v | v << 1) & 0x5555_5555
  }

  /// The repulsion of the points of some groups.
  ///
  /// - Parameter force: `x` of all points, then `y` of all, in the order of the points; written for those of the groups.
  /// - Returns: their part of `Z`, each point with itself included.
  package func repel(_ range: Range<Int>, force: UnsafeMutablePointer<Float>) -> Double {
    let n = keys.count
    var total = 0.0
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 128) { stack in
      x.withUnsafeBufferPointer { x in
        y.withUnsafeBufferPointer { y in
          for group in range {
            let first = group * Self.lanes, own = leaves + group
            let gx = UnsafeRawPointer(x.baseAddress! + first).loadUnaligned(as: Float8.self)
            let gy = UnsafeRawPointer(y.baseAddress! + first).loadUnaligned(as: Float8.self)
            var sum = Float8(), fx = Float8(), fy = Float8()
            let one = Float8(repeating: 1)
            @inline(__always) func add(_ px: Float, _ py: Float, _ weight: Float) {
              let dx = gx - px, dy = gy - py
              let q = one / one.addingProduct(dx, dx).addingProduct(dy, dy)
              let w = q * weight
              sum += w
              let s = w * q
              fx.addProduct(s, dx)
              fy.addProduct(s, dy)
            }
            var depth = 1
            stack[0] = 1
            while depth > 0 {
              depth -= 1
              let node = Int(stack[depth])
              let weight = nodeMass[node]
              guard weight > 0 else { continue }
              if node >= leaves {
                let start = (node - leaves) * Self.lanes
                for place in start..<start + Int(weight) { add(x[place], y[place], 1) }
                continue
              }
              let px = nodeX[node], py = nodeY[node]
              let away = max(max(lowX[own] - px, px - highX[own]), 0)
              let up = max(max(lowY[own] - py, py - highY[own]), 0)
              let size = max(highX[node] - lowX[node], highY[node] - lowY[node])
              if size * size < angle * angle * (away * away + up * up) {
                add(px, py, weight)
              } else {
                stack[depth] = Int32(2 * node + 1)
                stack[depth + 1] = Int32(2 * node)
                depth += 2
              }
            }
            for lane in 0..<Self.lanes {
              let point = Int(order[first + lane])
              guard point >= 0 else { continue }
              force[point] = fx[lane]
              force[n + point] = fy[lane]
              total += Double(sum[lane])
            }
          }
        }
      }
    }
    return total
  }
}
