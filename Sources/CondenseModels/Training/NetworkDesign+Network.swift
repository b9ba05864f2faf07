import CondenseCore
import CondenseData
import CondenseNetworks

extension NetworkDesign {
  /// Builds the network for the features of a table.
  ///
  /// - Parameter outputs: classes, or 1 for a number.
  func network(_ features: [Feature], outputs: Int, loss: Loss) throws -> NeuralNetwork {
    try NeuralNetwork { n in
      let inputs = NetworkInputs(features, self, outputs: outputs, in: &n)
      let direct = inputs.direct
      if inputs.isDirectOnly {
        n.output(direct.count == 1 ? direct[0] : n.add(direct, name: "sum"), loss: loss)
        return
      }
      let answers = (0..<members).map { member in
        let suffix = members > 1 ? "\(member + 1)" : ""
        var value: NetworkValue?
        func layer(_ units: Int, _ activation: Activation, _ name: String?) -> NetworkValue {
          if let value { return n.dense(value, units: units, activation: activation, name: name) }
          return inputs.layer(units: units, activation: activation, name: name, member: suffix, in: &n)
        }
        for units in hidden {
          let sums = layer(units, activation, nil)
          value = dropout > 0 ? n.dropout(sums, rate: dropout) : sums
        }
        let answer = layer(outputs, .linear, "output\(suffix)")
        return direct.isEmpty ? answer : n.add(direct + [answer], name: "sum\(suffix)")
      }
      n.output(answers, loss: loss, weight: 1 / Float(members))
      if members > 1 { n.predict(n.average(answers, name: "mean")) }
    }
  }
}
