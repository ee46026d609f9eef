"""Sentence models in folders that a user supplies."""

import json
import sys

import numpy as np
import pytest
from small_models import letters, table, write_graph, write_static

from chuandao.errors import UsageError
from chuandao.sources.models import load_model

TEXTS = ["新建分拣中心6座", "建成分拣中心", "每季度通报一次", "座"]
WRITERS = [write_static, write_graph]


@pytest.mark.parametrize("write", WRITERS)
def test_the_vector_of_a_text_is_the_mean_over_its_tokens(write, tmp_path):
    model = load_model(write(tmp_path / "small", TEXTS))
    tokens = letters(TEXTS)
    expected = np.mean([table(tokens)[tokens.index(letter)] for letter in TEXTS[0]], axis=0)
    found = model.encode([TEXTS[0]])[0]
    assert found == pytest.approx(expected / np.linalg.norm(expected), abs=1e-5)


@pytest.mark.parametrize("write", WRITERS)
def test_a_text_has_the_same_vector_whatever_is_encoded_beside_it(write, tmp_path):
    model = load_model(write(tmp_path / "small", TEXTS))
    alone = np.concatenate([model.encode([text]) for text in TEXTS])
    assert np.allclose(model.encode(TEXTS), alone, atol=1e-6)
    assert np.allclose(model.encode(TEXTS[::-1])[::-1], alone, atol=1e-6)


@pytest.mark.parametrize("write", WRITERS)
def test_a_text_without_a_known_token_is_like_nothing(write, tmp_path):
    model = load_model(write(tmp_path / "small", TEXTS))
    assert not model.encode(["xyz"]).any()


def test_the_first_token_is_taken_where_the_folder_says_so(tmp_path):
    folder = write_graph(tmp_path / "small", TEXTS)
    (folder / "1_Pooling").mkdir()
    told = {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(told))
    tokens = letters(TEXTS)
    first = table(tokens)[tokens.index("新")]
    found = load_model(folder).encode([TEXTS[0]])[0]
    assert found == pytest.approx(first / np.linalg.norm(first), abs=1e-5)


def test_a_long_text_is_cut_where_the_folder_says_so(tmp_path):
    folder = write_graph(tmp_path / "small", TEXTS)
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 2}')
    model = load_model(folder)
    assert np.allclose(model.encode(["新建"]), model.encode(["新建分拣中心"]), atol=1e-6)


def test_the_digest_tells_two_models_apart(tmp_path):
    one = load_model(write_static(tmp_path / "one", TEXTS))
    other = load_model(write_static(tmp_path / "other", TEXTS[:2]))
    assert one.digest != other.digest
    assert one.name == "one"


def _code(folder):
    with pytest.raises(UsageError) as error:
        load_model(folder)
    assert error.value.hint
    return error.value.code


def test_what_is_no_model_is_refused_and_what_was_found_is_said(tmp_path):
    assert _code(tmp_path / "none") == "model_folder_missing"
    (tmp_path / "notes.txt").write_text("no model")
    assert _code(tmp_path) == "model_folder_unknown"
    with pytest.raises(UsageError, match=r"notes\.txt"):
        load_model(tmp_path)


@pytest.mark.parametrize(
    ("write", "weights"), [(write_static, "model.safetensors"), (write_graph, "model.onnx")]
)
def test_broken_weights_are_refused(write, weights, tmp_path):
    folder = write(tmp_path / "small", TEXTS)
    (folder / weights).write_bytes(b"no weights")
    assert _code(folder) == "model_unreadable"


def test_the_extra_that_is_missing_is_named(tmp_path, monkeypatch):
    folder = write_graph(tmp_path / "small", TEXTS)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert _code(folder) == "model_package_missing"
    with pytest.raises(UsageError, match="onnxruntime"):
        load_model(folder)
