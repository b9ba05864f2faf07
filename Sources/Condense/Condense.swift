// One import for users of the library: floors 1 to 3.
@_exported import CondenseCore
@_exported import CondenseData
@_exported import CondenseModels
@_exported import CondenseNetworks
