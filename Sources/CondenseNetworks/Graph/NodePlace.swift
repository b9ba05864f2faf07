/// What a layer needs to find its own things in a `TileFrame`.
package struct NodePlace: Sendable {
  package var index: Int
  package var name: String
  /// Node of each input.
  package var inputs: [Int]
  package var inputShapes: [InputShape]
  /// For each input whether, going backward, somebody has written its gradient before this node does.
  package var gradientIsStarted: [Bool]
  package var output: ValueShape
  /// Place of each parameter and slot in the plan's lists.
  package var parameters: [Int]
  package var parameterPlans: [ParameterPlan]
  package var slots: [Int]
}
