@_exported import CondenseCore
@_exported import CondenseData
@_exported import CondenseModels
@_exported import CondenseNetworks
