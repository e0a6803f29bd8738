"""Which kind of table it is, and which column holds what: by its headings in English, Simplified or Traditional Chinese."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches

from bot.importing.tables import Line, Table

#: kind -> field -> headings, after `_plain`. The field's own name is always one.
HEADINGS: dict[str, dict[str, str]] = {
    "estates": {
        "code": "estatecode 代码 编码 编号 小区代码 小区编码 项目编码 代號 編號 屋苑代號 屋苑編號",
        "name": "estatename 名称 小区名称 项目名称 名稱 屋苑名稱",
        "timezone": "timezone 时区 時區",
        "jurisdiction": "region 地区 法域 辖区 地區 司法管轄區",
        "language": "语言 語言",
        "phone": "telephone 电话 值班电话 24小时电话 電話 值班電話 24小時電話",
    },
    "staff": {
        "name": "姓名 员工 员工姓名 員工 員工姓名",
        "role": "position 角色 岗位 职务 职位 崗位 職務 職位",
        "language": "语言 語言",
        "telegram_id": "telegram telegramid 电报 电报号 電報",
        "estate": "estatecode 小区 项目 小区代码 屋苑 屋邨 小區 屋苑代號",
        "skills": "skill 专长 技能 擅长 專長 擅長",
        "speaks": "languages spoken 会说语言 会讲语言 掌握语言 識講語言 通曉語言",
        "capacity": "容量 上限 工单上限 最多工单 單量上限",
        "hours": "roster shift 班次 上班时间 工作时间 更次 返工時間 工作時間",
    },
    "people": {
        "name": "姓名 名字 业主 房主 业主姓名 住户姓名 業主 業主姓名 住戶姓名",
        "language": "语言 語言",
        "phone": "telephone mobile 电话 手机 手机号 手机号码 联系电话 電話 手機 手提電話 聯絡電話 電話號碼",
        "unit": "home flat 房号 单元 户号 室号 房屋 房间号 房號 單位 戶號 室號",
        "role": "角色 身份 关系 与房屋关系 住户类型 關係 住戶類別",
        "until": "lastday 截止日期 到期日 到期日期 租期至 租约到期 租約到期 租約到期日 最后一天 最後一天",
        "estate": "estatecode 小区 项目 小区代码 屋苑 屋邨 小區 屋苑代號",
    },
    "units": {
        "estate": "estatecode 小区 项目 小区代码 屋苑 屋邨 小區 屋苑代號",
        "building": "block tower 楼栋 楼号 栋 幢 座 楼 樓棟 樓宇 大廈 座數 棟",
        "unit": "home flat 房号 单元 户号 室号 房屋 房间号 房號 單位 戶號 室號",
        "floor": "storey 楼层 层 层数 樓層 層",
        "delivered_on": "delivered handedover 交付日期 交房日期 交付 交樓日期",
        "accepted_on": "accepted 验收日期 收房日期 收楼日期 驗收日期 收樓日期",
        "housekeeper": "管家 楼管 物业管家 客服 物業管家 客戶主任",
        "attributes": "attribute tags 标记 标签 特征 設施 设施 標記 標籤 特徵",
        "tier": "级别 等级 会员等级 級別 等級 會員級別",
        "stage": "阶段 房屋阶段 階段 單位階段",
    },
    "parties": {
        "name": "firm company 名称 单位名称 公司 公司名称 名稱 公司名稱",
        "kind": "type 类型 类别 類型 類別",
        "trades": "trade codes 工种 专业 工單範圍 工種 專業",
        "phone": "telephone mobile 电话 联系电话 手机 電話 聯絡電話",
        "language": "语言 語言",
        "status": "standing 状态 狀態",
        "note": "remark 备注 備註",
        "estate": "estatecode 小区 项目 小区代码 屋苑 屋邨 小區 屋苑代號",
    },
}  # fmt: skip

#: What tells a kind from the others, the surest first: the columns it cannot do without.
REQUIRED: dict[str, tuple[str, ...]] = {
    "estates": ("code", "name", "timezone", "jurisdiction"),
    "people": ("name", "unit", "role"),
    "staff": ("name", "role"),
    "units": ("building", "unit"),
    "parties": ("name", "kind", "trades"),
}

#: A title or a remark may stand above the headings.
_LOOKED_AT = 10


@dataclass(frozen=True, slots=True)
class Headed:
    """A table whose kind is known. `columns` gives the place of each field; `ignored` the headings nobody asked for."""

    kind: str
    name: str
    columns: dict[str, int]
    titles: dict[str, str]
    ignored: tuple[str, ...]
    lines: tuple[Line, ...]


def headed(table: Table) -> Headed:
    """The table with its headings understood. Raises ValueError when they are of no kind."""
    for index, line in enumerate(table.lines[:_LOOKED_AT]):
        for kind, required in REQUIRED.items():
            found = _columns(kind, line)
            if all(name in found for name in required):
                return _headed(kind, table, index, found)
    raise ValueError(_unknown(table))


def _headed(kind: str, table: Table, index: int, found: dict[str, int]) -> Headed:
    line = table.lines[index]
    titles = {name: line.cells[place] for name, place in found.items()}
    ignored = tuple(cell for place, cell in enumerate(line.cells) if cell and place not in found.values())
    twice = [cell for cell in ignored if _field(kind, cell)]
    if twice:
        raise ValueError(f"two columns are headed as “{twice[0]}”")
    return Headed(kind, table.name, found, titles, ignored, table.lines[index + 1 :])


def _columns(kind: str, line: Line) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(line.cells):
        name = _field(kind, cell)
        if name and name not in found:
            found[name] = place
    return found


def _field(kind: str, heading: str) -> str | None:
    plain = _plain(heading)
    return next(
        (name for name, others in HEADINGS[kind].items() if plain == _plain(name) or plain in others.split()),
        None,
    )


def _plain(heading: str) -> str:
    """Without case, spaces, stars of required fields, and anything in brackets."""
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"\(.*?\)|[\s_*:.\-]+", "", folded)


def _unknown(table: Table) -> str:
    """What is missing, for the kind that the headings come nearest to."""
    if not table.lines:
        return "is empty"
    line = table.lines[0]
    nearest = max(REQUIRED, key=lambda kind: len(_columns(kind, line)))
    lacking = [name for name in REQUIRED[nearest] if name not in _columns(nearest, line)]
    shown = ", ".join(filter(None, line.cells[:8]))
    if not _columns(nearest, line):
        kinds = "; ".join(f"{kind}: {', '.join(names)}" for kind, names in REQUIRED.items())
        return f"the headings ({shown}) are of no kind known; each kind needs at least {kinds}"
    hints = [f"“{near[0]}”?" for name in lacking if (near := get_close_matches(name, line.cells, n=1))]
    return f"looks like {nearest}, but lacks the column {', '.join(lacking)} (found: {shown})" + " ".join(
        ["", *hints]
    )
