import CondenseData
import CondenseModels

/// Neurons in the words that people read, on the terminal and on the page.
package enum NeuronWords {
  /// The heads of a table of neurons.
  package static func header(_ layer: LayerNeurons) -> [String] {
    ["neuron", "fires", "mean", "deviation"] + (layer.loss == nil ? [] : ["loss without it", "tells apart"])
      + ["reads"]
  }

  /// A neuron in the table.
  package static func cells(_ neuron: Neuron, of layer: LayerNeurons) -> [String] {
    [
      "\(neuron.number)", NumberText.percent(neuron.firing), FigureText.metric(neuron.mean),
      FigureText.metric(neuron.deviation),
    ]
      + (layer.loss == nil
        ? []
        : [
          neuron.lossWithout.map { FigureText.difference($0) } ?? "–",
          neuron.meaning.map { "\(FigureText.name($0.name, most: 24)) \(FigureText.metric($0.score))" }
            ?? "–",
        ]) + [reads(neuron)]
  }

  /// The input that raises it most, and the one that lowers it most: `+dest = ORD, −distance`.
  private static func reads(_ neuron: Neuron) -> String {
    if neuron.pixelWeights != nil { return "pixels" }
    let raising = neuron.inputs.first { $0.weight > 0 }, lowering = neuron.inputs.first { $0.weight < 0 }
    let parts = [
      raising.map { "+\(FigureText.name($0.name, most: 28))" },
      lowering.map { "−\(FigureText.name($0.name, most: 28))" },
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  /// What was looked at, and what the figures mean.
  package static func method(_ layer: LayerNeurons) -> String {
    let rows =
      layer.rows < layer.tableRows
      ? "\(Count.of(layer.rows, "row", "rows")), a sample of \(Count.text(layer.tableRows))"
      : Count.of(layer.rows, "row", "rows")
    let loss =
      layer.loss.map {
        "; the mean loss is \(FigureText.metric($0)), and each neuron is silenced in turn (its answer taken for 0); it"
          + " tells apart the class for which the area under its ROC curve is farthest from 0.5, or goes with the number"
          + " by rank correlation"
      } ?? "; they have no '\(FigureText.name(layer.target))', so that nothing is said of the loss"
    return "\(Count.of(layer.neurons.count, "neuron", "neurons")) on \(rows)\(loss)"
  }

  /// Dead neurons and twins, a line for each kind that there is.
  package static func faults(_ layer: LayerNeurons) -> [String] {
    var lines: [String] = []
    if !layer.dead.isEmpty {
      lines.append(
        "\(layer.dead.count == 1 ? "dead: neuron" : "dead: neurons") \(list(layer.dead.map(String.init)))"
          + " \(layer.dead.count == 1 ? "answers" : "answer") the same to all rows")
    }
    if !layer.twins.isEmpty {
      let pairs = layer.twins.map {
        "\($0.neurons[0]) and \($0.neurons[1]) (\(NumberText.fixed($0.correlation, 4)))"
      }
      lines.append("twins, by the correlation of their answers: \(list(pairs))")
    }
    return lines
  }

  private static func list(_ parts: [String]) -> String {
    parts.prefix(12).joined(separator: ", ") + (parts.count > 12 ? " and \(parts.count - 12) more" : "")
  }
}
