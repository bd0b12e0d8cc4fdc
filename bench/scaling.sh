#!/usr/bin/env bash
# Lets public traces come to a modelled pool of nodes that grows and shrinks by Tidegate's signal, and by
# an autoscaler on processors; prints tables (some seconds after the compilation). The traces are looked
# for in $TIDEGATE_TRACES, or else in ../shared/data. They are public:
#   azure-conv-2023.csv      AzureLLMInferenceTrace_conv.csv of github.com/Azure/AzurePublicDataset (CC-BY 4.0)
#   mooncake-synthetic.jsonl FAST25-release/traces/synthetic_trace.jsonl of github.com/kvcache-ai/Mooncake (Apache-2.0)
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec mvn -q -B -P bench test-compile exec:exec@benchmark \
  -Dbench.main=io.tidegate.scaling.ScalingTable -Dbench.args=
